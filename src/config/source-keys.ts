import { resolve } from 'node:path';
import type { SourceKeys, SourceSpec } from './config.ts';
import type { ConfigFault } from './fault.ts';

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
  for (const source of sources) {
    if (source.type !== 'database') continue;
    const key = `${source.prefix}_DATABASE_URL`;
    const report = (expected: string) => faults.push({ file: '.env', key, expected });
    const address = values[key]?.trim() ?? '';
    const who = `for source ${source.id}`;
    const own = databaseAt(address, root);
    if (address === '') report(`expected the address of the database ${who}, but it is missing`);
    // What stands there is not shown: it may carry a password.
    else if (!own)
      report(`expected ${ADDRESSES} ${who}, and every sign of a password that is no letter or digit as %XX`);
    else if (source.notify !== undefined && own.dialect !== 'postgres') {
      report(`expected postgres:// ${who}: only PostgreSQL has what notify asks for`);
    } else keys.set(source.id, own);
  }
  return { keys, faults };
}

/** Passwords in addresses of databases, as the redactor must know them: the whole address, and the password itself. */
export function secretsIn(address: string): readonly string[] {
  const password = URL.parse(address)?.password;
  if (!password) return /^sqlite:/i.test(address) ? [] : [address];
  return [address, password, decoded(password)];
}

function databaseAt(address: string, root: string): SourceKeys | undefined {
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
