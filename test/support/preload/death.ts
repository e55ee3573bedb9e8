import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import { seededRandom } from '../random.ts';

/** Dies by SIGKILL when a step is published on `crier:step`: `arm`, or `arm:3` for the third time. */
export function dieAt(setting: string): void {
  const [wanted, times = '1'] = setting.split(':');
  let left = Number(times);
  if (!(left >= 1)) throw new Error(`CRIER_TEST_KILL_AT is <step> or <step>:<n>, not "${setting}"`);
  onStep((step) => {
    if (step !== wanted) return;
    left -= 1;
    if (left === 0) die(step);
  });
}

/** Stands still (SIGSTOP) the first time a step is published, until it gets SIGCONT: what a suspended machine does to a pass. */
export function stopAt(wanted: string): void {
  let isOver = false;
  onStep((step) => {
    if (step !== wanted || isOver) return;
    isOver = true;
    process.kill(process.pid, 'SIGSTOP');
  });
}

/** Dies by SIGKILL at each step with a probability: `0.02:seed`. The same seed dies at the same step. */
export function dieByChance(setting: string): void {
  const [probability = '', seed = ''] = setting.split(':');
  const chance = Number(probability);
  if (!(chance >= 0 && chance <= 1) || !seed) {
    throw new Error(`CRIER_TEST_KILL_RANDOM is <probability>:<seed>, not "${setting}"`);
  }
  const random = seededRandom(seed);
  onStep((step) => {
    if (random() < chance) die(step);
  });
}

function onStep(react: (step: string) => void): void {
  subscribe('crier:step', (message) => {
    if (typeof message !== 'object' || message === null || !('step' in message)) return;
    if (typeof message.step === 'string') react(message.step);
  });
}

/** Says it on stderr first, for whoever counts. */
function die(step: string): void {
  writeSync(2, `killed at ${step}\n`);
  process.kill(process.pid, 'SIGKILL');
}
