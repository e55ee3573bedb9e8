import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './address.ts';

/** An address to fetch and the IP addresses a connection may go to. */
export interface Destination {
  readonly type: 'resolved';
  readonly url: URL;
  readonly addresses: [LookupAddress, ...LookupAddress[]];
}

export type Resolution =
  | Destination
  | { readonly type: 'refused'; readonly detail: string }
  | { readonly type: 'unavailable'; readonly detail: string };

/**
 * Resolves the host of an address once and checks all it resolves to: each must be public, unless `allow` holds its
 * `host:port`. Throws the signal's reason when that aborts.
 */
export async function resolveDestination(
  text: string,
  allow: readonly string[],
  signal: AbortSignal,
): Promise<Resolution> {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return { type: 'refused', detail: 'not an http or https address' };
  }
  if (url.username || url.password) return { type: 'refused', detail: 'the address carries a user name or password' };
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const [address, ...others] = await addressesOf(host, signal);
  if (!address) return { type: 'unavailable', detail: `${host} cannot be found` };
  const addresses: Destination['addresses'] = [address, ...others];
  const allowed = allow.includes(`${url.hostname}:${port}`);
  if (!allowed && !addresses.every(({ address }) => isPublicAddress(address))) {
    return { type: 'refused', detail: `${url.hostname}:${port} is not on the public internet` };
  }
  return { type: 'resolved', url, addresses };
}

async function addressesOf(host: string, signal: AbortSignal): Promise<readonly LookupAddress[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  // A look-up cannot be aborted, only left behind.
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([lookup(host, { all: true }).catch(() => []), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
