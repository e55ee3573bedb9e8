import { readFileSync } from 'node:fs';

/** A clock that runs from another time and at another speed than the machine's, the same in every process that has it. */
export interface TestClock {
  /**
   * The value of `CRIER_TEST_CLOCK` for a child process: `<real epoch ms>:<virtual epoch ms>:<speed>`, and for one that
   * jumps `:<real epoch ms of the jump>:<virtual ms>` behind that.
   */
  readonly env: string;
  /** How many of its milliseconds pass in a real one. */
  readonly speed: number;
  /** Its time, whole epoch milliseconds. */
  now(): number;
  /** How many real milliseconds so many of its own take. */
  realMs(ms: number): number;
}

/** A clock that shows `startAt` (epoch milliseconds) now and runs `speed` times as fast as the machine's. */
export function testClock({ startAt, speed }: { startAt: number; speed: number }): TestClock {
  return clockFrom(`${Date.now()}:${startAt}:${speed}`);
}

/** The same clock, set forward (or back, where negative) by `ms` of its own at a real time, epoch milliseconds. */
export function jumping(env: string, atRealMs: number, ms: number): string {
  return `${env}:${Math.round(atRealMs)}:${Math.round(ms)}`;
}

/** The same clock, so many milliseconds further as the file says: it may jump while the process runs, as it does over a sleep. */
export function aheadBy(clock: TestClock, aheadFile: string): TestClock {
  return { ...clock, now: () => clock.now() + Number(readFileSync(aheadFile, 'utf8')) };
}

/** The clock a process was given; it reads the machine's through `realNow`. */
export function clockFrom(env: string, realNow: () => number = Date.now): TestClock {
  const [realStart = Number.NaN, virtualStart = Number.NaN, speed = Number.NaN, ...jump] = env.split(':').map(Number);
  const [jumpsAt = Number.POSITIVE_INFINITY, jumpMs = 0] = jump;
  if (!Number.isFinite(realStart) || !Number.isFinite(virtualStart) || !(speed > 0) || Number.isNaN(jumpsAt + jumpMs)) {
    throw new Error(`CRIER_TEST_CLOCK is <real epoch ms>:<virtual epoch ms>:<speed>, not "${env}"`);
  }
  return {
    env,
    speed,
    now() {
      const real = realNow();
      return Math.floor(virtualStart + (real - realStart) * speed) + (real < jumpsAt ? 0 : jumpMs);
    },
    realMs: (ms) => ms / speed,
  };
}
