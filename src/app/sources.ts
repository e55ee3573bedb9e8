import { folderSource } from '../articles/folder.ts';
import type {
  Config,
  DatabaseKeys,
  DatabaseSpec,
  SourceKeys,
  SourceSpec,
  WordPressKeys,
  WordPressSpec,
} from '../config/config.ts';
import type { ArticleSource } from '../domain/source.ts';
import { delay, now } from './machine.ts';

/** The article stores of the configuration; `keys` are by source id. */
export function sourcesOf(
  { sources, outlet, fetchAllow }: Config,
  keys: ReadonlyMap<string, SourceKeys>,
  redact: (text: string) => string,
): readonly ArticleSource[] {
  const { language, timezone } = outlet;
  const common = { language, timezone, now, delay, redact, fetchAllow };
  return sources.map((spec) => sourceOf(spec, keys.get(spec.id), common));
}

type Common = Pick<Config['outlet'], 'language' | 'timezone'> & {
  readonly now: typeof now;
  readonly delay: typeof delay;
  readonly redact: (text: string) => string;
  readonly fetchAllow: readonly string[];
};

function sourceOf(spec: SourceSpec, keys: SourceKeys | undefined, common: Common): ArticleSource {
  switch (spec.type) {
    case 'folder':
      return folderSource({ ...spec, ...common });
    case 'database': {
      if (keys?.type !== 'database') throw new Error(`source ${spec.id} has no address`);
      const open = onlyOnce(() => openDatabase(spec, keys, common));
      // Only PostgreSQL has it, and loading `keys` saw to that.
      return loadedWhenAsked(spec.id, open, spec.notify !== undefined);
    }
    case 'wordpress': {
      const open = onlyOnce(() => openWordPress(spec, keys?.type === 'wordpress' ? keys : undefined, common));
      return loadedWhenAsked(spec.id, open, false);
    }
  }
}

/** A source whose parts are loaded when it is first read. */
function loadedWhenAsked(id: string, open: () => Promise<ArticleSource>, canTell: boolean): ArticleSource {
  return {
    id,
    poll: async (cursor, signal) => (await open()).poll(cursor, signal),
    ...(canTell && { changed: async (signal: AbortSignal) => (await open()).changed?.(signal) }),
  };
}

async function openDatabase(
  spec: DatabaseSpec,
  { dialect, address }: DatabaseKeys,
  { language, timezone, now, delay, redact }: Common,
): Promise<ArticleSource> {
  const { databaseSource } = await import('../articles/database/source.ts');
  const { id, table, query, columns, statuses, overlapMs, notify, link } = spec;
  const selection = { columns, ...(table !== undefined && { table }), ...(query !== undefined && { query }) };
  const own = { id, selection, statuses, overlapMs, language, timezone: spec.timezone ?? timezone, now, redact };
  const options = { ...own, dialect, ...(link !== undefined && { link }) };
  switch (dialect) {
    case 'postgres': {
      const { postgresDatabase } = await import('../articles/database/postgres.ts');
      const database = postgresDatabase(address);
      if (notify === undefined) return databaseSource({ ...options, database });
      const { postgresBell } = await import('../articles/database/listen.ts');
      const changed = postgresBell({ url: address, channel: notify, delay });
      return databaseSource({ ...options, database, changed });
    }
    case 'mysql': {
      const { mysqlDatabase } = await import('../articles/database/mysql.ts');
      return databaseSource({ ...options, database: mysqlDatabase(address) });
    }
    case 'sqlite': {
      const { sqliteDatabase } = await import('../articles/database/sqlite.ts');
      return databaseSource({ ...options, database: sqliteDatabase(address) });
    }
  }
}

async function openWordPress(
  { id, url, types }: WordPressSpec,
  keys: WordPressKeys | undefined,
  { language, timezone, now, redact, fetchAllow }: Common,
): Promise<ArticleSource> {
  const { wordPressSource } = await import('../articles/wordpress/source.ts');
  const { siteAt } = await import('../articles/wordpress/site.ts');
  const site = siteAt({ url, allow: fetchAllow, now, ...(keys && { keys }) });
  return wordPressSource({ id, site, types, language, timezone, now, redact });
}

function onlyOnce<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}
