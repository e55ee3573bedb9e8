import { join } from 'node:path';
import { FACEBOOK_KEYS, TWITTER_KEYS } from './accounts.ts';
import type { FacebookCredentials } from './config.ts';
import { writeEnvFile } from './env-file.ts';
import { loadEnvironment } from './environment.ts';
import type { ConfigFault } from './fault.ts';

/** Where the keys of a Page's account stand: `prefix` is what they begin with. */
export interface PageAccountPlace {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly prefix: string;
}

/** What is there of a Page's account already. */
export interface PageAccount {
  readonly pageId?: string;
  readonly appSecret?: string;
  readonly hasToken: boolean;
  /** The prefix is that of an account on X. */
  readonly isOfX: boolean;
  /** Keys that the process was started with: they win over what `.env` says. */
  readonly overridden: readonly string[];
  /** Why `.env` cannot be read. */
  readonly faults: readonly ConfigFault[];
}

/** Reads what the environment holds of the account. */
export async function readPageAccount({ root, env, prefix }: PageAccountPlace): Promise<PageAccount> {
  const { values, faults } = await loadEnvironment({ root, env });
  const [pageId, token, appSecret] = keysOf(prefix).map((key) => values[key]?.trim() || undefined);
  return {
    ...(pageId !== undefined && { pageId }),
    ...(appSecret !== undefined && { appSecret }),
    hasToken: token !== undefined,
    isOfX: Boolean(values[prefix + TWITTER_KEYS.appKey.suffix]?.trim()),
    overridden: keysOf(prefix).filter((key) => env[key] !== undefined),
    faults: faults.filter(({ key }) => key === ''),
  };
}

/** Writes the account into the project's `.env`; answers the keys it wrote, or what is wrong with the file. */
export function writePageAccount(
  { root, prefix }: PageAccountPlace,
  { pageId, pageAccessToken, appSecret }: Omit<FacebookCredentials, 'type'>,
): { readonly keys: readonly string[] } | { readonly fault: ConfigFault } {
  const keys = keysOf(prefix);
  const values = [pageId, pageAccessToken, appSecret];
  const expected = writeEnvFile(
    join(root, '.env'),
    Object.fromEntries(keys.map((key, place) => [key, values[place] ?? ''])),
  );
  return expected === undefined ? { keys } : { fault: { file: '.env', key: '', expected } };
}

function keysOf(prefix: string): readonly string[] {
  const { pageId, pageAccessToken, appSecret } = FACEBOOK_KEYS;
  return [pageId, pageAccessToken, appSecret].map(({ suffix }) => prefix + suffix);
}
