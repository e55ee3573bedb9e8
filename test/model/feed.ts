import type { PublishOutcome } from '../../src/domain/ports.ts';
import type { Post } from '../../src/domain/post.ts';
import { deliver, entryOf } from '../../src/domain/showing.ts';
import { isDue } from '../../src/domain/time.ts';
import { settleSteps, stepsOfSettling } from './settler.ts';
import { mishap, type Step, type Worker, type World, withWorker } from './state.ts';
import { consult } from './store.ts';
import { termsOf } from './worker.ts';

const IDLE: Worker = { at: 'idle' };

/** What a worker does for a feed platform, where an attempt is simply repeated. */
export function feedSteps(world: World, slot: number): readonly Step[] {
  const worker = world.workers[slot];
  if (!worker) return [];
  const steps = worker.at === 'idle' ? idle(world, slot) : busy(world, slot, worker);
  const dies = worker.at !== 'idle' && world.left.mishaps > 0;
  return dies
    ? [...steps, { says: `worker ${slot} dies`, world: withWorker(mishap(world), slot, IDLE), isCalm: false }]
    : steps;
}

function idle(world: World, slot: number): readonly Step[] {
  const due = world.posts.filter(
    ({ state, dueAt }) => (state === 'scheduled' || state === 'retrying') && isDue(dueAt, world.now),
  );
  return [
    // Files that still hold a post are written anew before it counts as deleted.
    ...settleSteps(world, slot).filter(() => !world.files.isOwed),
    ...due.flatMap((post) => makings(world, slot, post)),
    // Also when time alone changes them.
    ...(areFilesOwed(world) ? flushes(world) : []),
  ];
}

function makings(world: World, slot: number, post: Post): readonly Step[] {
  const makes = (next: World, outcome: PublishOutcome) =>
    withWorker(next, slot, { at: 'answered', post: post.id, outcome });
  const made: PublishOutcome = { type: 'published', remoteId: post.remoteId ?? 'r1', url: post.link };
  const calm = { says: `worker ${slot} makes ${post.id}`, world: makes(world, made), isCalm: true };
  if (world.left.mishaps === 0) return [calm];
  const failed: PublishOutcome = { type: 'unavailable', detail: 'disk full' };
  return [calm, { says: `worker ${slot} cannot make ${post.id}`, world: makes(mishap(world), failed), isCalm: false }];
}

function busy(world: World, slot: number, worker: Exclude<Worker, { at: 'idle' }>): readonly Step[] {
  if (worker.at === 'reserved' || worker.at === 'looked' || worker.at === 'deleted')
    return stepsOfSettling(world, slot, worker);
  if (worker.at !== 'answered') return [];
  const { post, outcome } = worker;
  const { world: next } = consult(world, post, (s) => deliver(s, outcome, termsOf(world)));
  return [
    { says: `worker ${slot} records "${outcome.type}" for ${post}`, world: withWorker(next, slot, IDLE), isCalm: true },
  ];
}

/** Writes what is to be seen into the files, or cannot. */
function flushes(world: World): readonly Step[] {
  const shown = entriesOf(world);
  return [{ says: 'the files are written', world: { ...world, files: { shown, isOwed: false } }, isCalm: true }];
}

function entriesOf({ posts, known, now }: World): readonly string[] {
  return posts.filter((post) => entryOf(post, known, now)).map(({ id }) => id);
}

/** Whether the files show something else than readers are to see now, or nobody knows. */
export function areFilesOwed(world: World): boolean {
  return world.files.isOwed || String(world.files.shown) !== String(entriesOf(world));
}
