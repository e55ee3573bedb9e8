import { GAP_MS, LOOK_HOLDS_MS } from '../../src/domain/gate.ts';
import { isWaiting, type Post } from '../../src/domain/post.ts';
import type { Instant } from '../../src/domain/time.ts';
import { DELIVERY, type Remote, type Worker, type World } from './state.ts';

/** Longest first time past a deadline that still decides when a look is due. */
const LAST_LOOK_MS = 300_000;
const MANY_BLIND_LOOKS = 8;

/**
 * What tells one world from another: times as distances from now, what is past only as past, versions only as "still
 * the row's". Two worlds with the same key can come to the same.
 */
export function keyOf(world: World): string {
  const { posts, known, account, pauses, platform, files, workers, left, told } = world;
  const { article, withdrawal } = known;
  return [
    posts.map((post) => `${postKey(world, post)} ${told[post.id]}`).join('|'),
    [article.body, article.status, article.tags, until(world, article.embargoUntil), withdrawal].join(),
    [until(world, account.limitedUntil), ageOf(world, account.lookedAt), account.seenUpTo].join(),
    pauses.length,
    remembered(platform.timeline, timelineKey),
    platform.late
      .map(({ post, text, worker, missedBy }) => `${post} ${text} ${worker === undefined} ${missedBy}`)
      .join('|'),
    platform.isDark,
    `${files.shown} ${files.isOwed}`,
    // Which of two workers it is does not matter.
    workers
      .map((worker, slot) => `${workerKey(world, worker)} ${posts.some(({ lease }) => lease?.token === String(slot))}`)
      .toSorted()
      .join('|'),
    `${left.mishaps} ${left.acts}`,
    world.remembered.join(),
  ].join('\n');
}

function postKey(world: World, post: Post): string {
  const { lease, sending, state } = post;
  const isOnItsWay = state === 'publishing' || state === 'unconfirmed';
  return [
    remembered(post, timelessKey),
    isWaiting(post) || state === 'skipped' ? until(world, post.dueAt) : '',
    post.freshUntil && ahead(world, post.freshUntil) > 0,
    until(world, lease?.until),
    sending && isOnItsWay ? Math.max(ahead(world, sending.deadline), -LAST_LOOK_MS) : '',
    until(world, post.nextLookAt),
  ].join();
}

function timelessKey({ lease, sending, ...post }: Post): string {
  return [
    post.state,
    post.reason.type,
    post.text,
    post.textBy,
    post.approvedHash === post.contentHash ? 'approved' : post.approvedHash === undefined,
    post.timedByPerson,
    post.attempts,
    lease?.armed,
    sending && `${sending.text} ${sending.since}`,
    post.everUnconfirmed,
    post.duplicateAnswer,
    post.looks,
    Math.min(post.blindLooks, MANY_BLIND_LOOKS),
    post.remoteId,
    post.foreign,
    post.twins,
    post.withdrawal,
    post.linkClaim === undefined,
  ].join();
}

function timelineKey(timeline: readonly Remote[]): string {
  return timeline
    .map(({ text, link, isLive, isHidden, letThrough, missedBy, cameUnseen }) =>
      [text, link, isLive, isHidden, letThrough, missedBy, cameUnseen].join(),
    )
    .join('|');
}

const parts = new WeakMap<object, string>();

/** The key of a part that many worlds share. */
function remembered<Part extends object>(part: Part, make: (part: Part) => string): string {
  const known = parts.get(part);
  if (known !== undefined) return known;
  const made = make(part);
  parts.set(part, made);
  return made;
}

function workerKey(world: World, worker: Worker): string {
  const isCurrent = (post: Post) => world.posts.some(({ id, version }) => id === post.id && version === post.version);
  switch (worker.at) {
    case 'idle':
      return 'idle';
    case 'saw':
      return `saw ${shown(worker.seen)} ${ageOf(world, worker.lookedAt)}`;
    case 'claimed':
      return `claimed ${worker.post}`;
    case 'armed':
      return `armed ${worker.post} ${worker.sending.text} ${until(world, worker.sending.deadline)}`;
    case 'waiting':
      return `waiting ${worker.post} ${until(world, worker.deadline)}`;
    case 'answered':
      return `answered ${worker.post} ${Object.values(worker.outcome).filter((value) => typeof value === 'string')}`;
    case 'reserved':
      return `reserved ${worker.post.id} ${worker.post.state} ${worker.post.twins} ${worker.post.remoteId} ${isCurrent(worker.post)}`;
    case 'looked':
      return `looked ${worker.post.id} ${worker.post.state} ${shown(worker.result)} ${isCurrent(worker.post)}`;
    case 'deleted':
      return `deleted ${worker.post.id} ${worker.remoteId} ${worker.outcome.type}`;
  }
}

function shown(result: Extract<Worker, { at: 'looked' }>['result']): string {
  return result.type === 'read' ? result.posts.map(({ remoteId }) => remoteId).join() : result.type;
}

/** How much a look of that time is still worth: its end comes by a leap, so that how far it is does not matter. */
function ageOf(world: World, lookedAt: Instant | undefined): string {
  if (!lookedAt) return 'never';
  const ageMs = -ahead(world, lookedAt);
  if (ageMs < DELIVERY.confirmAfterMs) return 'new';
  return ageMs < LOOK_HOLDS_MS ? 'holds' : ageMs < GAP_MS ? 'stale' : 'old';
}

/** How far ahead, in milliseconds; 0: it has come. */
function until(world: World, at: Instant | undefined): number | '' {
  return at ? Math.max(ahead(world, at), 0) : '';
}

function ahead({ now }: World, at: Instant): number {
  return at.epochMilliseconds - now.epochMilliseconds;
}
