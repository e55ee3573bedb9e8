import { folderSource } from '../articles/folder.ts';
import { pushSource } from '../articles/push.ts';
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
import type { Store } from '../domain/store.ts';
import { delay, now } from './machine.ts';

/** The article stores of the configuration; `keys` are by source id. */
export function sourcesOf(
  { sources, outlet, fetchAllow }: Config,
  keys: ReadonlyMap<string, SourceKeys>,
  redact: (text: string) => string,
  store: Store,
): readonly ArticleSource[] {
  const { language, timezone } = outlet;
  const common = { language, timezone, now, delay, redact, fetchAllow, store };
  return sources.map((spec) => sourceOf(spec, keys.get(spec.id), common));
}

type Common = Pick<Config['outlet'], 'language' | 'timezone'> & {
  readonly now: typeof now;
  readonly delay: typeof delay;
  readonly redact: (text: string) => string;
  readonly fetchAllow: readonly string[];
  readonly store: Store;
};

function sourceOf(spec: SourceSpec, keys: SourceKeys | undefined, common: Common): ArticleSource {
  switch (spec.type) {
    case 'folder':
      return folderSource({ ...spec, ...common, notes: common.store.fileNotes(spec.id) });
    case 'database': {
      if (keys?.type !== 'database') throw new Error(`source ${spec.id} has no address`);
      // Only PostgreSQL tells of changes, and loading `keys` saw to that.
      return loadedWhenAsked(spec.id, () => openDatabase(spec, keys, common), spec.notify !== undefined);
    }
    case 'wordpress': {
      const own = keys?.type === 'wordpress' ? keys : undefined;
      return loadedWhenAsked(spec.id, () => openWordPress(spec, own, common), false);
    }
    case 'feed': {
      const { language: ownLanguage, ...rest } = spec;
      const options = { ...rest, ...common, ...(ownLanguage !== undefined && { ownLanguage }) };
      const open = async () => (await import('../articles/feed/index.ts')).feedSource(options);
      return loadedWhenAsked(spec.id, open, false);
    }
    case 'push':
      return pushSource({ ...spec, ...common, inbox: common.store });
  }
}

/** A source whose code is loaded by its first poll: a pass that is not due to ask does without. */
function loadedWhenAsked(id: string, open: () => Promise<ArticleSource>, canTell: boolean): ArticleSource {
  let opened: Promise<ArticleSource> | undefined;
  const source = () => {
    opened ??= open();
    return opened;
  };
  return {
    id,
    poll: async (cursor, signal) => (await source()).poll(cursor, signal),
    ...(canTell && { changed: async (signal: AbortSignal) => (await source()).changed?.(signal) }),
  };
}

async function openDatabase(
  spec: DatabaseSpec,
  { dialect, address }: DatabaseKeys,
  { language, timezone, now, delay, redact }: Common,
): Promise<ArticleSource> {
  const { databaseSource } = await import('../articles/database/source.ts');
  const { id, table, query, columns, statuses, overlapMs, notify, link, drop } = spec;
  const selection = { columns, ...(table !== undefined && { table }), ...(query !== undefined && { query }) };
  const own = { id, selection, statuses, overlapMs, language, timezone: spec.timezone ?? timezone, now, redact };
  const options = { ...own, dialect, ...(link !== undefined && { link }), ...(drop && { drop }) };
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
  { id, url, types, drop }: WordPressSpec,
  keys: WordPressKeys | undefined,
  { language, timezone, now, redact, fetchAllow }: Common,
): Promise<ArticleSource> {
  const { wordPressSource } = await import('../articles/wordpress/source.ts');
  const { siteAt } = await import('../articles/wordpress/site.ts');
  const site = siteAt({ url, allow: fetchAllow, now, ...(keys && { keys }) });
  return wordPressSource({ id, site, types, language, timezone, now, redact, ...(drop && { drop }) });
}
