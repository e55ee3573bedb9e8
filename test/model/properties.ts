import { showsArticles } from '../../src/domain/platform.ts';
import type { Transition } from '../../src/domain/store.ts';
import { isDue } from '../../src/domain/time.ts';
import { isQuiet } from './newsroom.ts';
import { mayBeShown } from './people.ts';
import type { Move } from './search.ts';
import type { Remote, World } from './state.ts';

/** What must never be, each as the sentence that a counterexample begins with; undefined: all is well. */
export type Property = {
  readonly step?: (before: World, move: Move<World>) => boolean;
  readonly state?: (world: World) => boolean;
};

/** Each property by what is wrong where it does not hold. */
export const PROPERTIES = {
  'two creates of one post are in flight': {
    state: (world) => world.posts.every(({ id }) => inFlight(world, id) <= 1),
  },
  'a post went out twice, and by no cause that is named': {
    state: (world) => doubles(world).every((ours) => isNamed(ours)),
  },
  'two of ours stay live although a look was still to come': {
    state: (world) =>
      !isQuiet(world) || doubles(world).every((ours) => ours.some(({ cameUnseen }) => cameUnseen) || isTold(world)),
  },
  'it goes out although a post made by hand had been there at the look': {
    step: (before, move) => !overlooksHand(before, move),
  },
  'it goes out although it may not': {
    step: (_, { world }) => world.happened.every((change) => mayGoOut(world, change)),
  },
  'what was pulled stays live': { state: (world) => !isQuiet(world) || staysLive(world).length === 0 || isTold(world) },
  'what a person posted is deleted': {
    state: ({ platform }) => platform.timeline.every(({ by, isLive }) => by === 'crier' || isLive),
  },
  'a post counts as published by what was sent for another': {
    state: ({ posts, platform }) =>
      posts.every(
        ({ remoteId, sending }) =>
          !platform.timeline.some(({ id, by, text }) => id === remoteId && by === 'crier' && text !== sending?.text),
      ),
  },
  'a remote post is recorded for two posts': { state: (world) => new Set(idsOf(world)).size === idsOf(world).length },
  'the attempts are not those its history adds up to': {
    state: ({ posts, counted }) =>
      posts.every(
        ({ id, platform, attempts }) => attempts >= 0 && (showsArticles(platform) || attempts === (counted[id] ?? 0)),
      ),
  },
  'a limit or a dead token costs the post something': { step: (before, { world }) => isFree(before, world) },
  'an answer with an id is dropped': { step: (before, { world }) => keepsIds(before, world) },
  'it is tried again after a duplicate answer': {
    step: (before, { world }) => !world.happened.some((change) => retriesDuplicate(before, change)),
  },
  'it failed, and nobody was told': {
    step: (_, { world }) =>
      world.happened.every(({ event }) => event.to !== 'failed' || event.from === 'failed' || event.alert === true),
  },
  'the files show what readers are not to see': {
    state: (world) => world.files.shown.length === 0 || !isQuiet(world) || mayBeShown(world),
  },
  'a rule that says no leaves it in the feed': {
    step: (before, { world }) => !showsArticles(world.channel.platform) || !staysAgainstRule(before, world),
  },
  'a post of a feed is ever unconfirmed': {
    state: ({ posts, channel }) =>
      !showsArticles(channel.platform) || posts.every(({ everUnconfirmed }) => !everUnconfirmed),
  },
} as const satisfies Readonly<Record<string, Property>>;

/** Creates that may still be stored before their deadline, or are about to be sent. */
function inFlight({ workers, now }: World, id: string): number {
  return workers.filter(
    (worker) =>
      (worker.at === 'armed' && worker.post === id && !isDue(worker.sending.deadline, now)) ||
      (worker.at === 'waiting' && worker.post === id && !isDue(worker.deadline, now)),
  ).length;
}

/** What of crier's is live more than once, by its words. */
export function doubles({ platform }: World): readonly (readonly Remote[])[] {
  const ours = platform.timeline.filter(({ by, isLive, isHidden }) => by === 'crier' && isLive && !isHidden);
  return [...Map.groupBy(ours, ({ text }) => text).values()].filter((same) => same.length > 1);
}

/** Rule 5: stored or shown only after the looks were over, and past the platform's own duplicate check. */
function isNamed(ours: readonly Remote[]): boolean {
  return ours.some(({ letThrough }) => letThrough) && ours.some(({ missedBy }) => missedBy);
}

function isTold({ posts, told }: World): boolean {
  return posts.some(({ id }) => told[id]);
}

function overlooksHand(before: World, { world }: Move<World>): boolean {
  const claimed = world.happened.filter(({ event }) => event.type === 'claimed');
  const known = before.platform.timeline.filter(
    ({ by, id }) =>
      by === 'hand' &&
      before.account.seenUpTo !== undefined &&
      Number(id.slice(1)) <= Number(before.account.seenUpTo.slice(1)),
  );
  return claimed.some(({ post }) => post.occasion === 'first') && known.length > 0;
}

function mayGoOut(world: World, { post, event }: Transition): boolean {
  const isOut = event.type === 'armed' || (showsArticles(post.platform) && event.type === 'accepted');
  if (!isOut) return true;
  const { sending, approvedHash, freshUntil, withdrawal, text } = post;
  const words = JSON.stringify([sending?.text ?? text, sending?.link ?? post.link]);
  const isApproved = approvedHash === words;
  const isFresh = !freshUntil || !isDue(freshUntil, world.now);
  const { limitedUntil } = world.account;
  const isOpen = world.pauses.length === 0 && (!limitedUntil || isDue(limitedUntil, world.now));
  return isApproved && isFresh && isOpen && withdrawal === undefined && mayBeShown(world);
}

/** What crier wrote of a story that was taken back, and could still have noticed. */
function staysLive({ known, platform }: World): readonly Remote[] {
  const isTakenBack = known.withdrawal === 'pulled-by-person' || known.withdrawal === 'withdrawn';
  if (!isTakenBack) return [];
  return platform.timeline.filter(
    ({ by, isLive, isHidden, missedBy, cameUnseen }) =>
      by === 'crier' && isLive && !isHidden && !missedBy && !cameUnseen,
  );
}

function idsOf({ posts }: World): readonly string[] {
  return posts.flatMap(({ remoteId, twins }) => [...(remoteId === undefined ? [] : [remoteId]), ...twins]);
}

/** What workers have just recorded, each with the post it was for. */
function recordedBetween(before: World, { workers }: World) {
  return before.workers.flatMap((worker, slot) =>
    worker.at === 'answered' && workers[slot]?.at === 'idle' ? [worker] : [],
  );
}

function isFree(before: World, world: World): boolean {
  const closing = recordedBetween(before, world).filter(
    ({ outcome }) => outcome.type === 'rate-limited' || outcome.type === 'unauthorized',
  );
  return closing.every(({ post }) => {
    const attempts = before.posts.find(({ id }) => id === post)?.attempts ?? 0;
    const change = world.happened.find((one) => one.post.id === post);
    return !change || (change.event.to !== 'failed' && change.post.attempts === attempts - 1);
  });
}

/** An id that came is recorded, unless what it names was deleted before. */
function keepsIds(before: World, world: World): boolean {
  if (showsArticles(world.channel.platform)) return true;
  const deleted = world.platform.timeline.filter(({ isLive }) => !isLive).map(({ id }) => id);
  const known = [...idsOf(world), ...deleted];
  const dies = before.left.mishaps > world.left.mishaps;
  return (
    dies ||
    recordedBetween(before, world).every(
      ({ outcome }) => outcome.type !== 'published' || known.includes(outcome.remoteId),
    )
  );
}

function staysAgainstRule(before: World, { known, posts }: World): boolean {
  const becameExcluded = before.known.article.tags.length === 0 && known.article.tags.length > 0;
  return becameExcluded && posts.some(({ state }) => state === 'published');
}

function retriesDuplicate(before: World, { post, event }: Transition): boolean {
  const wasDuplicate = before.posts.some(({ id, duplicateAnswer }) => id === post.id && duplicateAnswer);
  const isAgain = event.from === 'unconfirmed' && event.to === 'retrying' && event.by === undefined;
  return wasDuplicate && isAgain;
}
