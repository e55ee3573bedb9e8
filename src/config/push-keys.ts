import type { PushKeys } from './config.ts';

/** In characters; a shorter one can be guessed. */
const SHORTEST = 16;

/** What the keys of a source are called: those of `city-desk` are PUSH_CITY_DESK_SECRET and PUSH_CITY_DESK_TOKEN. */
export function pushKeyNames(source: string): { readonly secret: string; readonly token: string } {
  const prefix = `PUSH_${source.toUpperCase().replaceAll('-', '_')}`;
  return { secret: `${prefix}_SECRET`, token: `${prefix}_TOKEN` };
}

/** Looks the keys of a push source up in the environment; with neither, or with a short one, that is reported. */
export function pushKeys(
  source: string,
  values: Readonly<Record<string, string | undefined>>,
  report: (key: string, expected: string) => void,
): PushKeys {
  const names = pushKeyNames(source);
  const secret = values[names.secret]?.trim() ?? '';
  const token = values[names.token]?.trim() ?? '';
  const lack = (key: string, what: string) =>
    report(key, `expected a secret of ${SHORTEST} characters or more for source ${source}, ${what}`);
  if (secret === '' && token === '') {
    lack(names.secret, `but it is missing (or ${names.token}, for a sender that cannot sign)`);
  }
  if (secret !== '' && secret.length < SHORTEST) lack(names.secret, 'but it is shorter');
  if (token !== '' && token.length < SHORTEST) lack(names.token, 'but it is shorter');
  return { type: 'push', ...(secret && { secret }), ...(token && { token }) };
}

/** What a sender that is not known should have checked. */
export function pushAdvice(source: string, { secret, token }: PushKeys): string {
  const names = pushKeyNames(source);
  const signed =
    `X-Crier-Signature (sha256= and the HMAC-SHA256 by ${names.secret} of the timestamp, a dot and the body as it is sent), ` +
    'X-Crier-Timestamp (seconds since 1970) and whether the clock is right to five minutes';
  const ways = [secret !== undefined && signed, token !== undefined && `Authorization (Bearer and ${names.token})`];
  return `the sender is not known; check ${ways.filter((way) => way !== false).join(', or ')}`;
}
