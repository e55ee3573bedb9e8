import type { Kysely, Transaction } from 'kysely';
import type { FileChanges, FileNote } from '../domain/file-notes.ts';
import type { Store } from '../domain/store.ts';
import { insertRows } from './insert.ts';
import { present } from './rows.ts';
import type { Database } from './schema.ts';

type FileRow = Database['files'];

/** A statement takes so many values at most, on every database. */
const VALUES_AT_ONCE = 500;

/** What is remembered of the files of folders; written with the cursor only. */
export function fileBooks(db: Kysely<Database>): Pick<Store, 'fileNotes'> {
  const files = (source: string) => db.selectFrom('files').selectAll().where('source', '=', source);
  return {
    fileNotes: (source) => ({
      onShelf: async (shelf) => (await files(source).where('shelf', '=', shelf).execute()).map(noteOf),
      of: (paths) => inParts(paths, (some) => files(source).where('path', 'in', some).execute()),
      holding: (articles) => inParts(articles, (some) => files(source).where('article', 'in', some).execute()),
    }),
  };
}

/** Changes the notes on a source's files. */
export async function writeFiles(
  tx: Transaction<Database>,
  source: string,
  { noted, forgotten }: FileChanges,
): Promise<void> {
  for (const some of parts(forgotten)) {
    await tx.deleteFrom('files').where('source', '=', source).where('path', 'in', some).execute();
  }
  const rows = noted.map(({ path, shelf, key, state, article }): FileRow => {
    return { source, path, shelf, key, state, article: article ?? null };
  });
  await insertRows(tx, 'files', rows, (some) =>
    tx
      .insertInto('files')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['source', 'path']).doUpdateSet((row) => ({
          key: row.ref('excluded.key'),
          state: row.ref('excluded.state'),
          article: row.ref('excluded.article'),
        })),
      ),
  );
}

async function inParts(
  values: readonly string[],
  read: (some: readonly string[]) => Promise<readonly FileRow[]>,
): Promise<readonly FileNote[]> {
  const notes: FileNote[] = [];
  for (const some of parts(values)) notes.push(...(await read(some)).map(noteOf));
  return notes;
}

function* parts(values: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < values.length; at += VALUES_AT_ONCE) yield values.slice(at, at + VALUES_AT_ONCE);
}

function noteOf({ path, shelf, key, state, article }: FileRow): FileNote {
  return { path, shelf, key, state, ...present({ article }) };
}
