import type { Instant } from '../domain/time.ts';
import { blocksOf, cleanLines, joinBlocks } from './clean.ts';
import { readDateline } from './dateline.ts';
import { withoutFurniture } from './furniture.ts';
import { idFault, linkFor, type Parsed, type SourceSettings } from './source-settings.ts';

/**
 * An article from plain text: the title, then optionally a dateline, then paragraphs. `id` is the file's name without
 * its ending; `modifiedAt` stands in for a dateline that is missing or cannot be read.
 */
export function articleFromText(text: string, id: string, modifiedAt: Instant, settings: SourceSettings): Parsed {
  const wrongId = idFault(id);
  if (wrongId) return { type: 'unreadable', detail: `the file's name, which is the id, ${wrongId}` };
  const lines = cleanLines(text);
  const titleAt = lines.findIndex((line) => line !== '');
  const title = lines[titleAt];
  if (title === undefined) return { type: 'unreadable', detail: 'is empty' };
  const link = linkFor(id, settings);
  if ('fault' in link) return { type: 'unreadable', detail: link.fault };

  const datelineAt = lines.findIndex((line, at) => at > titleAt && line !== '');
  const dateline = readDateline(lines[datelineAt] ?? '', settings);
  const story = blocksOf(lines.slice((dateline ? datelineAt : titleAt) + 1));
  return {
    type: 'article',
    namesLanguage: false,
    article: {
      source: settings.source,
      id,
      url: link.url,
      title,
      body: joinBlocks(withoutFurniture(story, settings.language.toLowerCase(), settings.drop)),
      authors: [],
      tags: [],
      publishedAt: dateline?.at ?? modifiedAt,
      language: settings.language.toLowerCase(),
      status: 'usable',
      breaking: false,
    },
  };
}
