import type { PlatformId } from '../domain/ports.ts';
import type { AccountSpec, Credentials, FacebookCredentials, TwitterCredentials } from './config.ts';
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
  /** By account id; none for the sandbox and for feeds. */
  readonly credentials: ReadonlyMap<string, Credentials>;
  readonly faults: readonly ConfigFault[];
}

interface Key {
  readonly suffix: string;
  readonly name: string;
}

/** What the keys of an account on X end with. */
export const TWITTER_KEYS = {
  appKey: { suffix: '_APP_KEY', name: 'the API key of the app' },
  appSecret: { suffix: '_APP_SECRET', name: 'the API key secret of the app' },
  accessToken: { suffix: '_ACCESS_TOKEN', name: 'the access token of the account' },
  accessSecret: { suffix: '_ACCESS_SECRET', name: 'the access token secret of the account' },
} as const satisfies Record<Exclude<keyof TwitterCredentials, 'type'>, Key>;

/** What the keys of a Page's account end with. */
export const FACEBOOK_KEYS = {
  pageId: { suffix: '_PAGE_ID', name: 'the number of the Page' },
  pageAccessToken: { suffix: '_PAGE_ACCESS_TOKEN', name: 'the access token of the Page' },
  appSecret: { suffix: '_APP_SECRET', name: 'the secret of the app' },
} as const satisfies Record<Exclude<keyof FacebookCredentials, 'type'>, Key>;

const KEYS: Readonly<Record<PlatformId, readonly Key[]>> = {
  twitter: Object.values(TWITTER_KEYS),
  facebook: Object.values(FACEBOOK_KEYS),
  'google-news': [],
};

type Values = Readonly<Record<string, string | undefined>>;

/** Looks the accounts of all channels up in the environment; every secret that is missing or empty is a fault. */
export function resolveAccounts(uses: readonly AccountUse[], values: Values): ResolvedAccounts {
  const accounts = new Map<string, AccountSpec>();
  const credentials = new Map<string, Credentials>();
  for (const use of uses) {
    const { prefix, sandbox } = use;
    const id = accountId(use, values);
    // Two sets of keys for one user are one account, or gate, pace and budget would count it twice. The first set speaks.
    if (accounts.has(id)) continue;
    const own = credentialsOf(use, values);
    if (!own) accounts.set(id, { id, platform: 'google-news', prefix: '', type: 'feeds' });
    else if (sandbox) accounts.set(id, { id, platform: own.type, prefix, type: 'sandbox' });
    else {
      accounts.set(id, { id, platform: own.type, prefix, type: own.type, app: shortDigest(appOf(own)) });
      credentials.set(id, own);
    }
  }
  return { accounts, credentials, faults: faultsOf(uses, values) };
}

/**
 * The identity of the account a channel posts as: on X the numeric user id that an access token begins with, on
 * Facebook the number of the Page, so that a renamed prefix or a new token is still the same account. Each channel of
 * feeds is an account of its own.
 */
export function accountId(use: AccountUse, values: Values): string {
  const { id, platform, prefix, sandbox } = use;
  const own = credentialsOf(use, values);
  const whom = own ? prefix : id;
  if (sandbox) return `sandbox:${platform}:${whom}`;
  return `${platform}:${(own && remoteIdOf(own)) || whom}`;
}

function remoteIdOf(own: Credentials): string | undefined {
  return own.type === 'facebook' ? own.pageId : /^(\d+)-/.exec(own.accessToken)?.[1];
}

function appOf(own: Credentials): string {
  return own.type === 'facebook' ? own.appSecret : own.appKey;
}

function faultsOf(uses: readonly AccountUse[], values: Values): readonly ConfigFault[] {
  const real = uses.filter(({ sandbox }) => !sandbox);
  const sharing = Map.groupBy(real, ({ platform, prefix }) => `${platform} ${prefix}`);
  return [...sharing.values()].flatMap((channels) => {
    const [first] = channels;
    if (!first) return [];
    const who = `${channels.length === 1 ? 'channel' : 'channels'} ${channels.map(({ id }) => id).join(', ')}`;
    return KEYS[first.platform].flatMap(({ suffix, name }) => {
      const key = first.prefix + suffix;
      const lacking = lackOf(suffix, valueAt(key, values));
      return lacking === undefined ? [] : [{ file: '.env', key, expected: `expected ${name} for ${who}, ${lacking}` }];
    });
  });
}

function lackOf(suffix: string, value: string): string | undefined {
  if (value === '') return 'but it is missing (or set sandbox: true)';
  // What stands there instead is not shown: it may be a token on the wrong line.
  return suffix === FACEBOOK_KEYS.pageId.suffix && !/^[1-9]\d*$/.test(value) ? 'in digits only' : undefined;
}

/** Undefined: the platform wants none. */
function credentialsOf({ platform, prefix }: AccountUse, values: Values): Credentials | undefined {
  const value = ({ suffix }: Key) => valueAt(prefix + suffix, values);
  switch (platform) {
    case 'twitter':
      return {
        type: platform,
        appKey: value(TWITTER_KEYS.appKey),
        appSecret: value(TWITTER_KEYS.appSecret),
        accessToken: value(TWITTER_KEYS.accessToken),
        accessSecret: value(TWITTER_KEYS.accessSecret),
      };
    case 'facebook':
      return {
        type: platform,
        pageId: value(FACEBOOK_KEYS.pageId),
        pageAccessToken: value(FACEBOOK_KEYS.pageAccessToken),
        appSecret: value(FACEBOOK_KEYS.appSecret),
      };
    case 'google-news':
      return undefined;
  }
}

function valueAt(key: string, values: Values): string {
  return values[key]?.trim() ?? '';
}

function shortDigest(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex').slice(0, 12);
}
