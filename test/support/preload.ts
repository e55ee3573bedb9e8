/**
 * For child processes, by `node --import`: keeps them off the network and lets a test rule their clock and their end.
 * Production code does not know. The environment says what is done: `CRIER_TEST_X_PORT`, `CRIER_TEST_GRAPH_PORT`,
 * `CRIER_TEST_KILL_AT`, `CRIER_TEST_KILL_RANDOM`, `CRIER_TEST_CLOCK`.
 */
import { syncBuiltinESMExports } from 'node:module';
import { clockFrom } from './clock.ts';
import { runOn } from './preload/clock.ts';
import { dieAt, dieByChance } from './preload/death.ts';
import { redirectHttps } from './preload/network.ts';

const { CRIER_TEST_X_PORT, CRIER_TEST_GRAPH_PORT, CRIER_TEST_KILL_AT, CRIER_TEST_KILL_RANDOM, CRIER_TEST_CLOCK } =
  process.env;

if (CRIER_TEST_CLOCK) runOn(clockFrom(CRIER_TEST_CLOCK));
redirectHttps({ 'api.x.com': Number(CRIER_TEST_X_PORT), 'graph.facebook.com': Number(CRIER_TEST_GRAPH_PORT) });
if (CRIER_TEST_KILL_AT) dieAt(CRIER_TEST_KILL_AT);
if (CRIER_TEST_KILL_RANDOM) dieByChance(CRIER_TEST_KILL_RANDOM);

// Without it, named imports of the built-in modules would still be the originals.
syncBuiltinESMExports();
