import type { Review } from '../../src/domain/channel.ts';
import { plan } from '../../src/domain/planning.ts';
import { approvedContent, type Post } from '../../src/domain/post.ts';
import { after } from '../../src/domain/time.ts';
import { aChannel } from '../support/newsroom.ts';
import { anArticle, aPost } from '../support/posts.ts';
import { areFilesOwed, feedSteps } from './feed.ts';
import { keyOf } from './key.ts';
import { actsOf, digest } from './people.ts';
import { moods } from './platform.ts';
import type { Graph } from './search.ts';
import { FRESH_FOR_MS, isAtRest, START, type Step, type World } from './state.ts';
import { passing } from './time.ts';
import { stepsOf } from './worker.ts';

/** How large a world is to be walked through. */
export interface Size {
  readonly platform?: 'twitter' | 'google-news';
  readonly review?: Review;
  /** Mishaps of the platform and deaths of workers. */
  readonly mishaps: number;
  /** Acts of people and of the article store. */
  readonly acts: number;
  readonly workers?: number;
  /** Whether a correction of the story was sent as well, both without an answer. */
  readonly withCorrection?: boolean;
}

/** All that may happen to one story on one account. */
export function newsroomOf(size: Size): Graph<World> {
  return { starts: startsOf(size), next: stepsFrom, key: keyOf };
}

function stepsFrom(before: World): readonly Step[] {
  const world = { ...before, happened: [] };
  const isFeed = world.channel.platform === 'google-news';
  return [
    ...world.workers.flatMap((_, slot) => (isFeed ? feedSteps(world, slot) : stepsOf(world, slot))),
    ...(isFeed ? [] : moods(world)),
    ...actsOf(world),
    ...passing(world),
  ];
}

/** Whether crier has nothing more to do, whatever time passes. */
export function isQuiet(world: World): boolean {
  return (
    world.posts.every((post) => isAtRest(world, post)) &&
    world.workers.every(({ at }) => at === 'idle') &&
    !(world.channel.platform === 'google-news' && areFilesOwed(world))
  );
}

function startsOf({
  platform = 'twitter',
  review = 'none',
  mishaps,
  acts,
  workers = 2,
  withCorrection,
}: Size): readonly World[] {
  const exclude = { sections: [], tags: ['sponsored'], words: [] };
  const channel = aChannel({ platform, review, freshForMs: FRESH_FOR_MS, exclude });
  const article = anArticle({ body: 'Words.' });
  const channels = [{ channel, inGap: false, text: article.body }];
  const terms = { now: START, revision: article.body, channels, newId: () => 'p1', digest };
  const admission = plan(article, { posts: [], isLinkTaken: () => false }, terms);
  const world: World = {
    now: START,
    channel,
    posts: admission?.opened.map(({ post }) => post) ?? [],
    known: { article, revision: article.body, firstSeenAt: START },
    account: { id: channel.account, platform, clockAheadMs: 0, blindTold: false },
    pauses: [],
    remembered: [],
    platform: { timeline: [], late: [], isDark: false },
    files: { shown: [], isOwed: platform === 'google-news' },
    workers: Array.from({ length: workers }, () => ({ at: 'idle' as const })),
    left: { mishaps, acts },
    told: {},
    counted: {},
    happened: [],
  };
  return withCorrection ? unanswered(world) : [world];
}

/** The story and its correction were both sent without an answer: one of them is there, the other never came. */
function unanswered(world: World): readonly World[] {
  const fates = ['accepted, but the answer is lost', 'never came, without an answer'] as const;
  return [fates, fates.toReversed()].map(([ofFirst, ofCorrection]) => {
    const lost = sent(world, ofFirst);
    const both = sent({ ...lost, posts: [...lost.posts, aCorrection()] }, ofCorrection);
    return { ...both, left: world.left };
  });
}

function aCorrection(): Post {
  const text = 'We were wrong.';
  const hash = digest(approvedContent(text, anArticle().url, undefined));
  const words = { text, textBy: 'editor' as const, contentHash: hash, approvedHash: hash };
  return aPost({ id: 'p2', occasion: 'correction-1', ...words, dueAt: START, freshUntil: after(START, FRESH_FOR_MS) });
}

/** Lets one worker go on until all posts are unconfirmed, and the next create come to what `fate` says. */
function sent(world: World, fate: string | undefined): World {
  let next: World = { ...world, left: { ...world.left, mishaps: 1 } };
  while (next.posts.some(({ state }) => state !== 'unconfirmed')) {
    const steps = stepsOf(next, 0);
    const step = steps.find(({ says }) => fate && says.endsWith(fate)) ?? steps.find(({ isCalm }) => isCalm);
    if (!step) throw new Error('there is nothing to send');
    next = step.world;
  }
  return next;
}
