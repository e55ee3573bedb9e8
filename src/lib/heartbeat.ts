const DEADLINE_MS = 10_000;
const MOST_BYTES = 64 * 1024;

/** Tells the watcher at `url` that a pass went well; one that cannot be reached is no fault of the pass. */
export async function beat(
  url: string,
  options: {
    readonly allow: readonly string[];
    readonly warn: (message: string, facts: { readonly why: string }) => void;
    readonly signal?: AbortSignal;
  },
): Promise<void> {
  const { allow, warn, signal = new AbortController().signal } = options;
  const { safeFetch } = await import('./fetch.ts');
  const answer = await safeFetch(url, { deadlineMs: DEADLINE_MS, maxBytes: MOST_BYTES, allow, signal });
  if (answer.type !== 'answered' && !signal.aborted) warn('the heartbeat could not be sent', { why: answer.detail });
}
