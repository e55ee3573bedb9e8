import type { PingOutcome } from '../../domain/ports.ts';
import { safeFetch } from '../../lib/fetch.ts';

export interface HubOptions {
  /** `host:port` that may be private. */
  readonly fetchAllow: readonly string[];
  readonly deadlineMs: number;
}

/**
 * Tells one WebSub hub that these feeds changed. How is outside WebSub: Google's and Superfeedr's hubs read `hub.url`,
 * others `hub.topic`. A good answer only means that the hub heard it.
 */
export async function tellHub(
  hub: string,
  feeds: readonly string[],
  { fetchAllow, deadlineMs }: HubOptions,
  signal: AbortSignal,
): Promise<PingOutcome> {
  const form = new URLSearchParams([
    ['hub.mode', 'publish'],
    ...feeds.flatMap((feed) => [
      ['hub.url', feed],
      ['hub.topic', feed],
    ]),
  ]);
  const result = await safeFetch(hub, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    deadlineMs,
    maxBytes: 0,
    allow: fetchAllow,
    signal,
  });
  if (result.type === 'unavailable') return { type: 'unavailable', detail: `the hub was not told: ${result.detail}` };
  if (result.type === 'refused') {
    return { type: 'refused', detail: `the hub is not asked: ${result.detail}; correct its address in the config` };
  }
  return outcomeOf(result.status);
}

function outcomeOf(status: number): PingOutcome {
  if (status >= 200 && status < 300) return { type: 'accepted' };
  if (status === 429 || status >= 500) return { type: 'unavailable', detail: `the hub answers ${status}` };
  const advice =
    status < 400 ? 'name the address it moved to in the config' : 'check its address, and that it can fetch the feeds';
  return { type: 'refused', detail: `the hub answers ${status}: ${advice}` };
}
