import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { after, type Instant, MINUTE_MS, msBetween } from '../domain/time.ts';

/** What a sender proves itself by, at least one of both. */
export interface SenderKeys {
  readonly secret?: string;
  readonly token?: string;
}

/** A signature is good for so long, before and after, by the sender's clock. */
export const WINDOW_MS = 5 * MINUTE_MS;
/** A timestamp counts whole seconds: what it dates came no later than at their end. */
const REST_OF_SECOND_MS = 999;

/** What a request says of its sender: a known token, or a signature that is still to be held against what was sent. */
export type Claim =
  | { readonly type: 'token' }
  | {
      readonly type: 'signature';
      /** By the sender's clock. */
      readonly at: Instant;
      /** Whether it was made with the secret, over the timestamp, a dot and these bytes. */
      covers(signed: Uint8Array): boolean;
    };

/** Reads the sender's claim off the headers, before any of the body; undefined: it is of no known sender. */
export function claimOf(headers: Headers, { secret, token }: SenderKeys, now: Instant): Claim | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get('Authorization') ?? '')?.[1];
  if (token !== undefined && bearer !== undefined && isEqual(bearer, token)) return { type: 'token' };
  const timestamp = headers.get('X-Crier-Timestamp') ?? '';
  const given = /^sha256=([0-9a-f]{64})$/i.exec(headers.get('X-Crier-Signature') ?? '')?.[1]?.toLowerCase();
  if (secret === undefined || given === undefined || !/^\d{1,11}$/.test(timestamp)) return undefined;
  const at = Temporal.Instant.fromEpochMilliseconds(Number(timestamp) * 1000);
  if (Math.abs(msBetween(at, now)) > WINDOW_MS) return undefined;
  return {
    type: 'signature',
    at: after(at, REST_OF_SECOND_MS),
    covers: (signed) =>
      isEqual(given, createHmac('sha256', secret).update(`${timestamp}.`).update(signed).digest('hex')),
  };
}

/** In a time that tells nothing of where they differ. */
function isEqual(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
