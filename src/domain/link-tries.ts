import { givenBack, held, type RecordTerms } from './attempt.ts';
import type { Post } from './post.ts';
import { reason } from './reason.ts';
import type { Transition } from './store.ts';
import { after, HOUR_MS, isDue, MINUTE_MS, SECOND_MS } from './time.ts';

/** How soon a page that is not up is looked at again: later each time, breaking news sooner. */
const PACE = {
  ordinary: { firstMs: 30 * SECOND_MS, longestMs: 5 * MINUTE_MS },
  breaking: { firstMs: 10 * SECOND_MS, longestMs: MINUTE_MS },
} as const;
/** So long is waited for, all waits together; a pause or a sleeping machine in between does not count. */
const WAITS_FOR_MS = HOUR_MS;

/**
 * A claimed post whose link is not ready for readers: nothing was sent, the attempt does not count, and it looks again
 * soon. After an hour, or where it would be no longer news by then, a person is told.
 */
export function notReady(post: Post, token: string, detail: string, terms: RecordTerms): Transition | undefined {
  if (!held(post, token)) return undefined;
  const { now, random } = terms;
  const linkTries = post.linkTries + 1;
  const dueAt = after(now, waitMs(post, linkTries) * (1 + random / 5));
  const change = { linkTries, lastError: detail };
  if (hasWaited(post) || (post.freshUntil && isDue(post.freshUntil, dueAt))) {
    const why = reason('never-ready', detail);
    return givenBack(post, {
      type: 'never-ready',
      to: 'failed',
      reason: why,
      at: now,
      alert: !post.withdrawal,
      change,
    });
  }
  const why = reason('not-ready', detail);
  return givenBack(post, { type: 'not-ready', to: 'retrying', reason: why, at: now, change: { ...change, dueAt } });
}

function hasWaited(post: Post): boolean {
  let waitedMs = 0;
  for (let tries = 1; tries <= post.linkTries; tries += 1) waitedMs += waitMs(post, tries);
  return waitedMs >= WAITS_FOR_MS;
}

function waitMs({ breaking }: Post, tries: number): number {
  const { firstMs, longestMs } = breaking ? PACE.breaking : PACE.ordinary;
  return Math.min(firstMs * 2 ** Math.min(tries - 1, 30), longestMs);
}
