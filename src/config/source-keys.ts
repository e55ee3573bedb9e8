import { resolve } from 'node:path';
import type { DatabaseKeys, DatabaseSpec, SourceKeys, SourceSpec, WordPressSpec } from './config.ts';
import type { ConfigFault } from './fault.ts';
import { pushKeys } from './push-keys.ts';

/** What the sources are opened with, as far as the environment has it. */
export interface ResolvedSourceKeys {
  /** By source id. */
  readonly keys: ReadonlyMap<string, SourceKeys>;
  readonly faults: readonly ConfigFault[];
}

type Values = Readonly<Record<string, string | undefined>>;

const ADDRESSES = 'postgres://, mysql://, mariadb:// or sqlite: and a file';

/** Looks the keys of all sources up in the environment; relative paths in it are relative to `root`. */
export function resolveSourceKeys(sources: readonly SourceSpec[], values: Values, root: string): ResolvedSourceKeys {
  const keys = new Map<string, SourceKeys>();
  const faults: ConfigFault[] = [];
  const report = (key: string, expected: string) => faults.push({ file: '.env', key, expected });
  for (const source of sources) {
    const own = keysOf(source, values, root, report);
    if (own) keys.set(source.id, own);
  }
  return { keys, faults };
}

type Report = (key: string, expected: string) => void;

function keysOf(source: SourceSpec, values: Values, root: string, report: Report): SourceKeys | undefined {
  switch (source.type) {
    case 'folder':
      return undefined;
    case 'database':
      return databaseKeys(source, values, root, report);
    case 'wordpress':
      return wordPressKeys(source, values, report);
    case 'push':
      return pushKeys(source.id, values, report);
  }
}

function databaseKeys(
  { id, prefix, notify }: DatabaseSpec,
  values: Values,
  root: string,
  report: Report,
): SourceKeys | undefined {
  const key = `${prefix}_DATABASE_URL`;
  const address = values[key]?.trim() ?? '';
  const own = databaseAt(address, root);
  if (address === '') report(key, `expected the address of the database for source ${id}, but it is missing`);
  // What stands there is not shown: it may carry a password.
  else if (!own) {
    report(
      key,
      `expected ${ADDRESSES} for source ${id}, and signs in its password that are no letters or digits as %XX`,
    );
  } else if (notify !== undefined && own.dialect !== 'postgres') {
    report(key, `expected postgres:// for source ${id}: only PostgreSQL has what notify asks for`);
  } else return own;
  return undefined;
}

function wordPressKeys({ id, prefix }: WordPressSpec, values: Values, report: Report): SourceKeys | undefined {
  if (prefix === undefined) return undefined;
  const valueAt = (suffix: string, name: string) => {
    const value = values[prefix + suffix]?.trim() ?? '';
    if (value === '') report(prefix + suffix, `expected ${name} for source ${id}, but it is missing`);
    return value;
  };
  const username = valueAt('_WORDPRESS_USER', 'the name of a user of WordPress');
  const password = valueAt('_APPLICATION_PASSWORD', 'an application password of that user');
  return { type: 'wordpress', username, password };
}

/** Passwords in addresses of databases, as the redactor must know them: the whole address, and the password itself. */
export function secretsIn(address: string): readonly string[] {
  const password = URL.parse(address)?.password;
  if (!password) return /^sqlite:/i.test(address) ? [] : [address];
  return [address, password, decoded(password)];
}

function databaseAt(address: string, root: string): DatabaseKeys | undefined {
  const file = /^sqlite:(?!\/\/|:memory:)(.*[^/])$/i.exec(address)?.[1];
  if (file !== undefined) return { type: 'database', dialect: 'sqlite', address: resolve(root, file) };
  const url = URL.parse(address);
  if (!url?.hostname && !url?.searchParams.has('host')) return undefined;
  if (/^postgres(?:ql)?:$/.test(url.protocol)) return { type: 'database', dialect: 'postgres', address };
  if (/^(?:mysql|mariadb):$/.test(url.protocol)) return { type: 'database', dialect: 'mysql', address };
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
