import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { createRedactor } from '../lib/redact.ts';
import { accountId, resolveAccounts } from './accounts.ts';
import { cacheKey, readCache, writeCache } from './cache.ts';
import type { Config, Credentials, SourceKeys } from './config.ts';
import type { Environment } from './environment.ts';
import type { ConfigFault } from './fault.ts';
import type { ParseResult } from './parse.ts';
import { resolveSourceKeys } from './source-keys.ts';

const MOST_BYTES = 1024 * 1024;

/** The whole configuration, checked; or every fault of it at once. `secrets`, `credentials` and `sourceKeys` never go into `config`. */
export type LoadResult =
  | {
      readonly type: 'loaded';
      readonly config: Config;
      readonly secrets: readonly string[];
      /** By account id. */
      readonly credentials: ReadonlyMap<string, Credentials>;
      /** By source id. */
      readonly sourceKeys: ReadonlyMap<string, SourceKeys>;
    }
  | { readonly type: 'faulty'; readonly faults: readonly ConfigFault[] };

/**
 * Reads the config file: `--config` (relative to the working directory, as typed), else `CRIER_CONFIG` (relative to
 * the project), else `config/newsroom.yaml` of the project; then finds its accounts' secrets in the environment.
 */
export async function loadConfig(options: {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly env: Environment;
  /** What `--config` said. */
  readonly configOption?: string;
  /** Where the last understanding of the file is kept, to start sooner. */
  readonly cachePath?: string;
}): Promise<LoadResult> {
  const { root, env, configOption, cachePath } = options;
  const file = configOption ? resolve(configOption) : resolve(root, env.values.CRIER_CONFIG || 'config/newsroom.yaml');
  const parsed = await readDraft(file, root, createRedactor(env.secrets), cachePath);
  const uses = parsed.type === 'parsed' ? parsed.draft.channels : parsed.uses;
  const { accounts, credentials, faults: missing } = resolveAccounts(uses, env.values);
  const sources = parsed.type === 'parsed' ? parsed.draft.sources : parsed.sources;
  const { keys: sourceKeys, faults: lacking } = resolveSourceKeys(sources, env.values, root);
  const faults = [...(parsed.type === 'faulty' ? parsed.faults : []), ...env.faults, ...missing, ...lacking];
  if (parsed.type === 'faulty' || faults.length > 0) return { type: 'faulty', faults };
  const config: Config = {
    ...parsed.draft,
    channels: parsed.draft.channels.map(({ prefix, ...channel }) => ({
      ...channel,
      account: accountId({ ...channel, prefix }, env.values),
    })),
    accounts: [...accounts.values()],
    databasePath: env.databasePath,
    dataDirectory: dirname(env.databasePath),
  };
  return { type: 'loaded', config, secrets: env.secrets, credentials, sourceKeys };
}

async function readDraft(
  file: string,
  root: string,
  redact: (text: string) => string,
  cachePath: string | undefined,
): Promise<ParseResult> {
  const shownFile = redact(shown(file, root));
  const read = readText(file);
  if (read.type === 'fault')
    return { type: 'faulty', faults: [{ file: shownFile, key: '', expected: read.expected }], uses: [], sources: [] };
  const key = cacheKey(read.text, file);
  const cached = cachePath === undefined ? undefined : readCache(cachePath, key);
  if (cached) return { type: 'parsed', draft: cached };
  // Only here, and only on a miss: yaml and zod take longer to load than all else a pass without news does.
  const { parseNewsroom } = await import('./parse.ts');
  const parsed = parseNewsroom({ text: read.text, file, shownFile, redact });
  if (parsed.type === 'parsed' && cachePath !== undefined) writeCache(cachePath, key, parsed.draft, redact);
  return parsed;
}

type TextResult =
  | { readonly type: 'read'; readonly text: string }
  | { readonly type: 'fault'; readonly expected: string };

function readText(file: string): TextResult {
  try {
    const stats = statSync(file);
    // A pipe would be waited for, a device never ends.
    if (!stats.isFile()) return { type: 'fault', expected: 'expected a file, got a folder, pipe or device' };
    if (stats.size > MOST_BYTES) return { type: 'fault', expected: `expected at most 1 MB, got ${stats.size} bytes` };
    return { type: 'read', text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return { type: 'fault', expected: 'expected a config file, but there is none' };
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { type: 'fault', expected: 'expected text in UTF-8' };
    return { type: 'fault', expected: `expected a file that can be read (${code})` };
  }
}

function shown(file: string, root: string): string {
  const path = relative(root, file);
  return isAbsolute(path) || path.split(sep)[0] === '..' ? file : path;
}
