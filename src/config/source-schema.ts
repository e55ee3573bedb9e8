import { resolve } from 'node:path';
import { z } from 'zod';
import type { SourceSpec } from './config.ts';
import { database } from './database-schema.ts';
import { mapping } from './mapping.ts';
import { common } from './source-common.ts';
import { address, flag, language, linkPattern, text } from './values.ts';
import { wordpress } from './wordpress-schema.ts';

const folder = mapping('keys with values: id, type, path, link, clean', {
  ...common,
  type: z.literal('folder').describe('The kind of article store.'),
  path: text('a path, relative to this file').describe('The watched folder, relative to this file.'),
  link: linkPattern.exactOptional().describe('The address of a story that names none; {id} stands for its id.'),
});

const feed = mapping('keys with values: id, type, url, fullText, language, link, clean', {
  ...common,
  type: z.literal('feed').describe('An RSS, Atom or JSON feed.'),
  url: address('https://news.example/feed').describe('Of the feed, or of a page that names it.'),
  fullText: flag.prefault(false).describe("true: reads the story's page where the feed has only its beginning."),
  language: language.exactOptional().describe('What its articles are in, whatever the feed says.'),
  link: linkPattern.exactOptional().describe('The address of an item that names none; {id} stands for its id.'),
});

const push = mapping('keys with values: id, type, link, clean', {
  ...common,
  type: z.literal('push').describe('The newsroom system sends its articles; docs/sources.md says how.'),
  link: linkPattern.exactOptional().describe('The address of a story that names none; {id} stands for its id.'),
});

/** One entry of `sources`. */
export const source = z.discriminatedUnion('type', [folder, feed, wordpress, database, push], {
  error: 'folder, feed, wordpress, database or push',
});

/** The source in the domain's terms; paths are relative to the folder of the config file. */
export function sourceSpec(said: z.output<typeof source>, folderOfConfig: string): SourceSpec {
  const { clean, ...rest } = said;
  const cleaned = clean ? { drop: clean.drop } : {};
  switch (rest.type) {
    case 'folder':
      return { ...rest, ...cleaned, path: resolve(folderOfConfig, rest.path) };
    case 'feed':
      return { ...rest, ...cleaned };
    case 'database': {
      const { account, overlap, ...spec } = rest;
      return { ...spec, ...cleaned, prefix: account, overlapMs: overlap };
    }
    case 'wordpress': {
      const { account, ...spec } = rest;
      return { ...spec, ...cleaned, ...(account !== undefined && { prefix: account }) };
    }
    case 'push':
      return { ...rest, ...cleaned };
  }
}
