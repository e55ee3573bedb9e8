// Loaded on demand by who takes something in: what that takes no clock of a test can tell.
import '../../src/domain/facts/doubt.ts';
import '../../src/domain/facts/doubts.ts';
import '../../src/pipeline/taking-in.ts';
import type { TestRoom } from '../support/newsroom.ts';

/** Time that passes only when the test says so: who sleeps is woken in turn, the room's clock at that very moment. */
export function handClock(room: Pick<TestRoom, 'advance'>) {
  let elapsedMs = 0;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    /** As `timers/promises` sleeps, but an abort only wakes. */
    sleep(ms: number, signal: AbortSignal): Promise<void> {
      if (signal.aborted) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      const sleeper = { at: elapsedMs + ms, wake: resolve };
      sleepers.push(sleeper);
      signal.addEventListener('abort', () => resolve(), { once: true });
      return promise;
    },
    /** Lets so much time pass, and everything happen that happens in it. */
    async pass(ms: number): Promise<void> {
      const endMs = elapsedMs + ms;
      const goTo = (atMs: number) => {
        room.advance(atMs - elapsedMs);
        elapsedMs = atMs;
      };
      await settled();
      for (;;) {
        const next = Math.min(...sleepers.map(({ at }) => at));
        if (next > endMs) break;
        goTo(next);
        const woken = sleepers.filter(({ at }) => at <= next);
        sleepers = sleepers.filter(({ at }) => at > next);
        for (const { wake } of woken) wake();
        await settled();
      }
      goTo(endMs);
    },
  };
}

/** What needs no time has happened; a commit takes a turn of the event loop. */
export async function settled(): Promise<void> {
  do {
    const { promise, resolve } = Promise.withResolvers<void>();
    setImmediate(resolve);
    await promise;
  } while (process.getActiveResourcesInfo().includes('Immediate'));
}
