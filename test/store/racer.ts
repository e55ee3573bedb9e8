import { parentPort, workerData } from 'node:worker_threads';
import { move } from '../../src/domain/move.ts';
import type { Transition } from '../../src/domain/store.ts';
import { openStore } from '../../src/store/index.ts';
import { MORNING, WINDOWS } from './taking-in.ts';

/** What a racing process is told. */
export interface Race {
  readonly path: string;
  readonly posts: readonly string[];
  /** The processes that stand at the start; all go when it reaches `racers`. */
  readonly gate: SharedArrayBuffer;
  readonly racers: number;
}

const { path, posts, gate, racers }: Race = workerData;
const standing = new Int32Array(gate);
Atomics.add(standing, 0, 1);
while (Atomics.load(standing, 0) < racers);

const store = await openStore({ path });
const won: string[] = [];
for (const id of posts) {
  const answer = await store.consult(id, WINDOWS, ({ post, inFlight }): { transition?: Transition } => {
    if (inFlight || post.state !== 'scheduled') return {};
    return { transition: move(post, { type: 'claimed', to: 'publishing', reason: { type: 'claimed' }, at: MORNING }) };
  });
  if (answer?.transition) won.push(id);
}
await store.close();
parentPort?.postMessage(won);
