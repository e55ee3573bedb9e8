import type { PlatformId } from '../domain/ports.ts';
import type { AccountSpec, TwitterCredentials } from './config.ts';
import type { ConfigFault } from './fault.ts';

/** A channel's wish to post as somebody. */
export interface AccountUse {
  /** The channel's. */
  readonly id: string;
  readonly platform: PlatformId;
  readonly prefix: string;
  readonly sandbox: boolean;
}

/** Whom the channels post as, as far as the environment has what that needs. */
export interface ResolvedAccounts {
  /** By account id, in the order of the channels. */
  readonly accounts: ReadonlyMap<string, AccountSpec>;
  /** By account id; none for the sandbox. */
  readonly credentials: ReadonlyMap<string, TwitterCredentials>;
  readonly faults: readonly ConfigFault[];
}

const SECRETS = {
  appKey: { suffix: '_APP_KEY', name: 'the API key of the app' },
  appSecret: { suffix: '_APP_SECRET', name: 'the API key secret of the app' },
  accessToken: { suffix: '_ACCESS_TOKEN', name: 'the access token of the account' },
  accessSecret: { suffix: '_ACCESS_SECRET', name: 'the access token secret of the account' },
} as const satisfies Record<keyof TwitterCredentials, { suffix: string; name: string }>;

type Values = Readonly<Record<string, string | undefined>>;

/** Looks the accounts of all channels up in the environment; every secret that is missing or empty is a fault. */
export function resolveAccounts(uses: readonly AccountUse[], values: Values): ResolvedAccounts {
  const accounts = new Map<string, AccountSpec>();
  const credentials = new Map<string, TwitterCredentials>();
  for (const use of uses) {
    const { platform, prefix, sandbox } = use;
    const id = accountId(use, values);
    // Two sets of keys for one user are one account, or gate, pace and budget would count it twice. The first set speaks.
    if (accounts.has(id)) continue;
    if (sandbox) {
      accounts.set(id, { id, platform, prefix, type: 'sandbox' });
      continue;
    }
    const own = credentialsOf(prefix, values);
    accounts.set(id, { id, platform, prefix, type: 'twitter', app: shortDigest(own.appKey) });
    credentials.set(id, own);
  }
  return { accounts, credentials, faults: missingSecrets(uses, values) };
}

/**
 * The identity of the account a channel posts as: on X the numeric user id that an access token begins with, so that
 * a renamed prefix or a new token is still the same account.
 */
export function accountId({ platform, prefix, sandbox }: AccountUse, values: Values): string {
  if (sandbox) return `sandbox:${platform}:${prefix}`;
  const userId = /^(\d+)-/.exec(credentialsOf(prefix, values).accessToken)?.[1];
  return `${platform}:${userId ?? prefix}`;
}

function missingSecrets(uses: readonly AccountUse[], values: Values): readonly ConfigFault[] {
  const channels = Map.groupBy(
    uses.filter(({ sandbox }) => !sandbox),
    ({ prefix }) => prefix,
  );
  return [...channels].flatMap(([prefix, sharing]) =>
    Object.values(SECRETS).flatMap(({ suffix, name }) => {
      const key = prefix + suffix;
      if (secretAt(key, values) !== '') return [];
      const who = `${sharing.length === 1 ? 'channel' : 'channels'} ${sharing.map(({ id }) => id).join(', ')}`;
      return [{ file: '.env', key, expected: `expected ${name} for ${who}, but it is missing (or set sandbox: true)` }];
    }),
  );
}

function credentialsOf(prefix: string, values: Values): TwitterCredentials {
  const secret = (name: keyof typeof SECRETS) => secretAt(prefix + SECRETS[name].suffix, values);
  return {
    appKey: secret('appKey'),
    appSecret: secret('appSecret'),
    accessToken: secret('accessToken'),
    accessSecret: secret('accessSecret'),
  };
}

function secretAt(key: string, values: Values): string {
  return values[key]?.trim() ?? '';
}

function shortDigest(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex').slice(0, 12);
}
