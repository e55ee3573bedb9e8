import { move } from '../../src/domain/move.ts';
import type { RetractOutcome } from '../../src/domain/ports.ts';
import { isWaiting, type Post } from '../../src/domain/post.ts';
import { reason } from '../../src/domain/reason.ts';
import { leaseRanOut } from '../../src/domain/recording.ts';
import { leftToAPerson, looked, lookedAgain, reserve, retracted } from '../../src/domain/settling.ts';
import { sentByAnother } from '../../src/domain/siblings.ts';
import { after, isDue } from '../../src/domain/time.ts';
import { missed, read } from './platform.ts';
import { DELIVERY, mishap, type Step, type Worker, type World, withWorker } from './state.ts';
import { commit, consult, recordedFor } from './store.ts';

type Settling = Extract<Worker, { at: 'reserved' | 'looked' | 'deleted' }>;

/** What wants settling now: leases that ran out, stale news, looks and deletions that are due. */
export function settleSteps(world: World, slot: number): readonly Step[] {
  return world.posts.flatMap((post) => [
    ...(isWaiting(post) && post.freshUntil && isDue(post.freshUntil, world.now) ? expiring(world, post) : []),
    ...(post.state === 'publishing' ? ranOut(world, post) : []),
    ...(post.state !== 'publishing' && post.nextLookAt && isDue(post.nextLookAt, world.now)
      ? reserving(world, slot, post)
      : []),
  ]);
}

function expiring(world: World, post: Post): readonly Step[] {
  const next = commit(world, move(post, { type: 'expired', to: 'expired', reason: reason('stale'), at: world.now }));
  return next ? [{ says: `${post.id} expires`, world: next, isCalm: true }] : [];
}

function ranOut(world: World, post: Post): readonly Step[] {
  const terms = { now: world.now, delivery: DELIVERY, random: 0 };
  const { world: next } = consult(world, post.id, (s) => ({ transition: leaseRanOut(s.post, terms) }));
  return next === world ? [] : [{ says: `the lease on ${post.id} ran out`, world: next, isCalm: true }];
}

function reserving(world: World, slot: number, post: Post): readonly Step[] {
  const isDeletion = post.state === 'retracting' || post.twins.length > 0;
  const { limitedUntil } = world.account;
  if (!isDeletion && limitedUntil && !isDue(limitedUntil, world.now)) return [];
  const reserved = reserve(post, world.now, DELIVERY.leaseForMs);
  const next = commit(world, reserved);
  if (!next) return [];
  if (!isDeletion) return [looking(next, slot, reserved.post)];
  const hands = withWorker(next, slot, { at: 'reserved', post: reserved.post });
  return [{ says: `worker ${slot} reserves ${post.id} to delete it`, world: hands, isCalm: true }];
}

/** One step with its reservation: whatever might come in between might as well come before both, or after. */
function looking(world: World, slot: number, post: Post): Step {
  const result = read(world, post.sending?.since);
  const seen = isLastLook(world, post) && result.type === 'read' ? missed(world, post, 'looks') : world;
  const hands = withWorker(seen, slot, { at: 'looked', post, result });
  return { says: `worker ${slot} looks for ${post.id}`, world: hands, isCalm: true };
}

/** The rest of a look or a deletion, step by step. */
export function stepsOfSettling(world: World, slot: number, worker: Settling): readonly Step[] {
  switch (worker.at) {
    case 'reserved': {
      const { post } = worker;
      return deletions(world, slot, post, post.twins[0] ?? post.remoteId);
    }
    case 'looked':
      return [settling(world, slot, worker)];
    case 'deleted': {
      const { post, remoteId, outcome } = worker;
      const terms = { now: world.now, delivery: DELIVERY };
      const rule = (s: { post: Post }) => ({ transition: retracted(s.post, remoteId, outcome, terms) });
      const next = free(consult(world, post.id, rule).world, slot);
      return [{ says: `worker ${slot} records that ${remoteId} is ${outcome.type}`, world: next, isCalm: true }];
    }
  }
}

function settling(world: World, slot: number, { post, result }: Extract<Worker, { at: 'looked' }>): Step {
  const rule = post.state === 'unconfirmed' ? looked : lookedAgain;
  const seen = result.type === 'read' ? result.posts : [];
  const owners = new Map([...sentByAnother(post, world.posts, seen), ...recordedFor(world)]);
  const terms = { now: world.now, delivery: DELIVERY };
  const { world: next } = consult(world, post.id, (s) =>
    s.post.version === post.version ? { transition: rule(s.post, result, owners, terms) } : {},
  );
  return { says: `worker ${slot} settles ${post.id} by its look`, world: free(next, slot), isCalm: true };
}

/** The third look, five minutes (10 x confirmAfter) past the deadline. */
function isLastLook({ now }: World, { state, looks, sending }: Post): boolean {
  return (
    state === 'unconfirmed' &&
    looks === 2 &&
    !!sending &&
    isDue(after(sending.deadline, 10 * DELIVERY.confirmAfterMs), now)
  );
}

function deletions(world: World, slot: number, post: Post, remoteId: string | undefined): readonly Step[] {
  if (remoteId === undefined) {
    const next = commit(world, leftToAPerson(post, world.now)) ?? world;
    return [{ says: `worker ${slot} leaves deleting ${post.id} to a person`, world: free(next, slot), isCalm: true }];
  }
  const timeline = world.platform.timeline.map((one) => (one.id === remoteId ? { ...one, isLive: false } : one));
  const gone = { ...world, platform: { ...world.platform, timeline } };
  const hears = (next: World, outcome: RetractOutcome) =>
    withWorker(next, slot, { at: 'deleted', post, remoteId, outcome });
  const deletes = `worker ${slot} deletes ${remoteId}`;
  const calm = { says: deletes, world: hears(gone, { type: 'gone' }), isCalm: true };
  if (world.left.mishaps === 0) return [calm];
  return [
    calm,
    {
      says: `${deletes}, but the answer is lost`,
      world: mishap(hears(gone, { type: 'unavailable', detail: 'no answer' })),
      isCalm: false,
    },
    {
      says: `${deletes}, but may not`,
      world: mishap(hears(world, { type: 'refused', detail: 'may not' })),
      isCalm: false,
    },
  ];
}

function free(world: World, slot: number): World {
  return withWorker(world, slot, { at: 'idle' });
}
