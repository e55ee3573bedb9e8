import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { folderSource } from '../../src/articles/folder.ts';
import type { Article } from '../../src/domain/article.ts';
import type { FileChanges, FileNote, FileNotes } from '../../src/domain/file-notes.ts';
import type { ArticleSource, PollResult } from '../../src/domain/ports.ts';

export const NOW = Temporal.Instant.from('2026-03-01T12:00:00Z');
export const LINK = 'https://news.example/{id}';

/** What every JSON article needs. */
export function story(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'a1',
    url: 'https://news.example/a1',
    title: 'Bridge opens',
    body: 'The bridge opened on Sunday.',
    publishedAt: '2026-03-01T09:00:00Z',
    ...fields,
  };
}

/** A real folder that the test may fill; it is gone afterwards. Files are an hour old unless `at` says otherwise. */
export function articleFolder() {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'crier-articles-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  const notebook = fileNotebook();
  const place = (name: string) => join(path, name);
  const date = (name: string, at: string) => {
    const time = new Date(at);
    utimesSync(place(name), time, time);
  };
  return {
    path,
    place,
    date,
    write(name: string, content: string | Uint8Array, at = '2026-03-01T11:00:00Z') {
      mkdirSync(dirname(place(name)), { recursive: true });
      writeFileSync(place(name), content);
      date(name, at);
    },
    json(name: string, fields: Record<string, unknown> = {}, at?: string) {
      this.write(name, JSON.stringify(story(fields)), at);
    },
    move(from: string, to: string) {
      mkdirSync(dirname(place(to)), { recursive: true });
      renameSync(place(from), place(to));
    },
    remove: (name: string) => rmSync(place(name), { recursive: true }),
    link(name: string, target: string) {
      mkdirSync(dirname(place(name)), { recursive: true });
      symlinkSync(target, place(name));
    },
    source: (options: Partial<Omit<Parameters<typeof folderSource>[0], 'notes'>> = {}): ArticleSource =>
      notebook.kept((notes) =>
        folderSource({
          id: 'desk',
          path,
          link: LINK,
          language: 'en',
          timezone: 'Europe/Kyiv',
          now: () => NOW,
          delay: async () => undefined,
          notes,
          ...options,
        }),
      ),
  };
}

/** Keeps the notes of a folder beside its cursors, as the store does: a poll sees those of the cursor it is handed. */
function fileNotebook() {
  const pages = new Map<string, ReadonlyMap<string, FileNote>>();
  let open: ReadonlyMap<string, FileNote> = new Map();
  const some = async (choose: (note: FileNote) => boolean) => [...open.values()].filter(choose);
  const notes: FileNotes = {
    onShelf: (number) => some(({ shelf }) => shelf === number),
    of: (paths) => some(({ path }) => paths.includes(path)),
    holding: (articles) => some(({ article }) => article !== undefined && articles.includes(article)),
  };
  return {
    kept(make: (notes: FileNotes) => ArticleSource): ArticleSource {
      const source = make(notes);
      return {
        ...source,
        async poll(cursor, signal) {
          open = pages.get(cursor ?? '') ?? new Map();
          const result = await source.poll(cursor, signal);
          if (result.type === 'polled') pages.set(result.cursor, changed(open, result.files));
          return result;
        },
      };
    },
  };
}

function changed(notes: ReadonlyMap<string, FileNote>, changes?: FileChanges): ReadonlyMap<string, FileNote> {
  const next = new Map(notes);
  for (const path of changes?.forgotten ?? []) next.delete(path);
  for (const note of changes?.noted ?? []) next.set(note.path, note);
  return next;
}

export type Polled = Extract<PollResult, { type: 'polled' }>;

/** One poll that reaches the folder. */
export async function poll(source: ArticleSource, cursor?: string): Promise<Polled> {
  const result = await source.poll(cursor, new AbortController().signal);
  if (result.type !== 'polled') throw new Error(result.detail);
  return result;
}

export function ids(result: { readonly articles: readonly Article[] }): readonly string[] {
  return result.articles.map(({ id }) => id);
}

export function vanished(result: Polled): readonly string[] {
  return result.vanished.map(({ id }) => id);
}

/** The faults as a person reads them. */
export function said(result: Polled): readonly string[] {
  return result.unreadable.map(({ item, detail }) => `${item}: ${detail}`);
}
