import type { ArticleSource } from '../domain/ports.ts';
import { msBetween } from '../domain/time.ts';
import { isAbort, longer, type Timing, type Watch } from './lane.ts';

/** Between two readings a source rests for as long as the last one took, so that a restless one takes half a core at most. */
const LEAST_REST_MS = 20;
const LONGEST_REST_MS = 250;

/**
 * Reads a source whenever it says that something may have changed, until the signal aborts. It is asked before it is
 * read, so what comes meanwhile is not missed. A source that cannot tell is asked again after a second, then after twice
 * as long each time, at most a minute; it is read in its turn all the same.
 */
export async function readWhenChanged(
  source: ArticleSource,
  read: () => Promise<void>,
  { now, sleep }: Timing,
  watch: Watch,
  signal: AbortSignal,
): Promise<void> {
  if (!source.changed) return;
  const blindness = onceEach((error) => watch.blind(source.id, error));
  let backoffMs = 0;
  let changed: Promise<boolean> | undefined;
  while (!signal.aborted) {
    changed ??= told(source.changed(signal), blindness, signal);
    try {
      const startedAt = now();
      await read();
      const tookMs = Math.abs(msBetween(startedAt, now()));
      const canTell = await changed;
      changed = undefined;
      backoffMs = canTell ? 0 : longer(backoffMs);
      const restMs = Math.min(Math.max(LEAST_REST_MS, tookMs), LONGEST_REST_MS);
      await sleep(canTell ? restMs : backoffMs, signal);
    } catch (error) {
      if (signal.aborted && isAbort(error)) return;
      backoffMs = longer(backoffMs);
      watch.failed(`source ${source.id}`, error, backoffMs);
      await sleep(backoffMs, signal);
    }
  }
}

/** Whether the source could tell; never rejects. */
async function told(changed: Promise<void>, blindness: Blindness, signal: AbortSignal): Promise<boolean> {
  try {
    await changed;
    blindness.over();
    return true;
  } catch (error) {
    if (!signal.aborted) blindness.met(error);
    return false;
  }
}

interface Blindness {
  met(error: unknown): void;
  over(): void;
}

function onceEach(say: (error: unknown) => void): Blindness {
  let said: string | undefined;
  return {
    met(error) {
      if (said === String(error)) return;
      said = String(error);
      say(error);
    },
    over() {
      said = undefined;
    },
  };
}
