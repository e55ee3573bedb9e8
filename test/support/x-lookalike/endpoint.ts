/** What a request asks of X. */
export type Endpoint = 'create' | 'delete' | 'timeline' | 'me' | 'upload' | 'alt';

/** A request found on the map of the API, with the id in its path. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly id: string;
}

/** Which endpoint a request means; undefined: X has none there. */
export function routeOf(method: string, path: string): Route | undefined {
  for (const { endpoint, pattern } of ROUTES) {
    const match = pattern.exec(`${method} ${path}`);
    if (match) return { endpoint, id: match[1] ?? '' };
  }
  return undefined;
}

const ROUTES: readonly { readonly endpoint: Endpoint; readonly pattern: RegExp }[] = [
  { endpoint: 'create', pattern: /^POST \/2\/tweets$/ },
  { endpoint: 'delete', pattern: /^DELETE \/2\/tweets\/(\d{1,19})$/ },
  { endpoint: 'timeline', pattern: /^GET \/2\/users\/(\d{1,19})\/tweets$/ },
  { endpoint: 'upload', pattern: /^POST \/2\/media\/upload$/ },
  { endpoint: 'alt', pattern: /^POST \/2\/media\/metadata$/ },
  { endpoint: 'me', pattern: /^GET \/2\/users\/me$/ },
];
