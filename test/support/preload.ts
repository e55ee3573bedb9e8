/**
 * For child processes, by `node --import`: keeps them off the network and lets a test rule their clock and their end.
 * Production code does not know. The environment says what is done: `CRIER_TEST_X_PORT`, `CRIER_TEST_GRAPH_PORT`,
 * `CRIER_TEST_KILL_AT`, `CRIER_TEST_KILL_RANDOM`, `CRIER_TEST_STOP_AT`, `CRIER_TEST_CLOCK`, `CRIER_TEST_CLOCK_AHEAD`,
 * `CRIER_TEST_LEAST_SLEEP_MS`, `CRIER_TEST_FULL_DISK`, `CRIER_TEST_BUSY_MS`.
 */
import { syncBuiltinESMExports } from 'node:module';
import { aheadBy, clockFrom } from './clock.ts';
import { runOn } from './preload/clock.ts';
import { dieAt, dieByChance, stopAt } from './preload/death.ts';
import { storeOn } from './preload/disk.ts';
import { redirectHttps } from './preload/network.ts';

const { CRIER_TEST_X_PORT, CRIER_TEST_GRAPH_PORT } = process.env;
const { CRIER_TEST_KILL_AT, CRIER_TEST_KILL_RANDOM, CRIER_TEST_STOP_AT } = process.env;
const { CRIER_TEST_CLOCK, CRIER_TEST_CLOCK_AHEAD } = process.env;
const { CRIER_TEST_LEAST_SLEEP_MS, CRIER_TEST_FULL_DISK, CRIER_TEST_BUSY_MS } = process.env;

// Before the clock, whose timers are not the machine's.
if (CRIER_TEST_FULL_DISK || CRIER_TEST_BUSY_MS) {
  storeOn({
    ...(CRIER_TEST_FULL_DISK && { fullWhile: CRIER_TEST_FULL_DISK }),
    ...(CRIER_TEST_BUSY_MS && { busyMs: Number(CRIER_TEST_BUSY_MS) }),
  });
}
if (CRIER_TEST_CLOCK) {
  const clock = clockFrom(CRIER_TEST_CLOCK);
  const ahead = CRIER_TEST_CLOCK_AHEAD ? aheadBy(clock, CRIER_TEST_CLOCK_AHEAD) : clock;
  runOn(ahead, Number(CRIER_TEST_LEAST_SLEEP_MS ?? 0));
}
redirectHttps({ 'api.x.com': Number(CRIER_TEST_X_PORT), 'graph.facebook.com': Number(CRIER_TEST_GRAPH_PORT) });
if (CRIER_TEST_KILL_AT) dieAt(CRIER_TEST_KILL_AT);
if (CRIER_TEST_KILL_RANDOM) dieByChance(CRIER_TEST_KILL_RANDOM);
if (CRIER_TEST_STOP_AT) stopAt(CRIER_TEST_STOP_AT);

// Without it, named imports of the built-in modules would still be the originals.
syncBuiltinESMExports();
