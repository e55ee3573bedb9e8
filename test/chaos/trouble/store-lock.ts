import { setTimeout as sleep } from 'node:timers/promises';
import { ending, spawnNode } from '../../support/node.ts';
import type { World } from '../world.ts';

const HOLD = `
  const [path, ms] = process.argv.slice(1);
  const store = new (require('node:sqlite').DatabaseSync)(path, { timeout: 2000 });
  store.exec('begin immediate');
  setTimeout(() => store.exec('rollback'), Number(ms));
`;

/** A process that is not ours holds the store's lock: for seconds of the newsroom's time, at times for minutes. */
export async function lockStore({ database }: World, random: () => number): Promise<void> {
  const ms = random() < 0.8 ? 20 + random() * 180 : 300 + random() * 700;
  await ending(spawnNode(['--eval', HOLD, database, String(ms)], { preload: false }));
  await sleep(0);
}
