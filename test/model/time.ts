import { LOOK_HOLDS_MS } from '../../src/domain/gate.ts';
import type { Post } from '../../src/domain/post.ts';
import { after, type Instant, isDue } from '../../src/domain/time.ts';
import type { Step, World } from './state.ts';

/**
 * Time only ever moves to the next moment at which something may happen that could not happen before. What is far away
 * comes by a leap, before or after all that is near.
 */
export function passing(world: World): readonly Step[] {
  const next = first(world, nearMoments(world));
  const lookEnds = first(world, [world.account.lookedAt && after(world.account.lookedAt, LOOK_HOLDS_MS)]);
  const old = first(
    world,
    world.posts.map(({ freshUntil }) => freshUntil),
  );
  const isQueued = world.posts.some(({ state }) => state === 'scheduled' || state === 'retrying');
  return [
    ...(next ? [{ says: `${ahead(world, next)} s pass`, world: { ...world, now: next }, isCalm: true }] : []),
    ...(lookEnds && isQueued
      ? [{ says: 'ten minutes pass since the last look', world: { ...world, now: lookEnds }, isCalm: true }]
      : []),
    ...(old ? [{ says: 'the story gets old', world: { ...world, now: old }, isCalm: true }] : []),
  ];
}

function nearMoments({ account, known, workers, posts }: World): readonly (Instant | undefined)[] {
  const deadlines = workers.map((worker) =>
    worker.at === 'armed' ? worker.sending.deadline : worker.at === 'waiting' ? worker.deadline : undefined,
  );
  return [...posts.flatMap(momentsOf), ...deadlines, account.limitedUntil, known.article.embargoUntil];
}

function first({ now }: World, moments: readonly (Instant | undefined)[]): Instant | undefined {
  const [next] = moments
    .filter((at) => at !== undefined)
    .filter((at) => !isDue(at, now))
    .toSorted(Temporal.Instant.compare);
  return next;
}

function momentsOf({ state, dueAt, lease, nextLookAt }: Post): readonly (Instant | undefined)[] {
  const due = state === 'scheduled' || state === 'retrying' ? dueAt : undefined;
  return [due, lease?.until, nextLookAt];
}

function ahead({ now }: World, at: Instant): number {
  return (at.epochMilliseconds - now.epochMilliseconds) / 1000;
}
