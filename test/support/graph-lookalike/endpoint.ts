/** What a request asks of Graph. */
export type Endpoint =
  | 'create'
  | 'photo'
  | 'delete'
  | 'posts'
  | 'post'
  | 'scrape'
  | 'page'
  | 'token'
  | 'exchange'
  | 'accounts';

/** A request found on the map of the API, with the id in its path and the version that answers it. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly id: string;
  readonly version: string;
}

/** Which endpoint a request means; undefined: Graph has none there, or no such version. */
export function routeOf(method: string, path: string): Route | undefined {
  const [, asked, rest = ''] = /^\/(v\d+\.\d+)(?:\/(.*))?$/.exec(path) ?? [];
  const version = asked === undefined ? undefined : answeredBy(asked);
  if (version === undefined) return undefined;
  for (const { endpoint, pattern } of ROUTES) {
    const match = pattern.exec(`${method} ${rest}`);
    if (match) return { endpoint, id: match[1] ?? '', version };
  }
  return undefined;
}

/** The versions that live in November 2026, oldest first. */
const LIVE = ['v21.0', 'v22.0', 'v23.0', 'v24.0', 'v25.0', 'v26.0'];

/** An expired version is answered by the oldest that lives, one that is not out yet by none. */
function answeredBy(version: string): string | undefined {
  if (LIVE.includes(version)) return version;
  return Number(version.slice(1)) < 21 ? LIVE[0] : undefined;
}

const ROUTES: readonly { readonly endpoint: Endpoint; readonly pattern: RegExp }[] = [
  { endpoint: 'create', pattern: /^POST (\d+)\/feed$/ },
  { endpoint: 'photo', pattern: /^POST (\d+)\/photos$/ },
  { endpoint: 'posts', pattern: /^GET (\d+)\/published_posts$/ },
  { endpoint: 'post', pattern: /^GET (\d+_\d+)$/ },
  { endpoint: 'scrape', pattern: /^POST $/ },
  { endpoint: 'token', pattern: /^GET debug_token$/ },
  { endpoint: 'exchange', pattern: /^GET oauth\/access_token$/ },
  { endpoint: 'accounts', pattern: /^GET me\/accounts$/ },
  { endpoint: 'page', pattern: /^GET (\d+)$/ },
  { endpoint: 'delete', pattern: /^DELETE (\d+(?:_\d+)?)$/ },
];
