const NEEDED = ['oauth_consumer_key', 'oauth_nonce', 'oauth_signature', 'oauth_timestamp', 'oauth_token'];

/**
 * The user id an OAuth 1.0a header speaks for (its access token is `<userid>-…`), or undefined where the header is
 * missing or incomplete. The signature itself is not checked: X's secrets are not here.
 */
export function userIdOf(header: string | undefined): string | undefined {
  if (!header?.startsWith('OAuth ')) return undefined;
  const fields = new Map<string, string>();
  for (const [, name, value] of header.matchAll(/(\w+)="([^"]*)"/g)) {
    if (name !== undefined && value) fields.set(name, decodeURIComponent(value));
  }
  const complete = NEEDED.every((name) => fields.has(name)) && fields.get('oauth_signature_method') === 'HMAC-SHA1';
  return complete ? /^(\d+)-./.exec(fields.get('oauth_token') ?? '')?.[1] : undefined;
}
