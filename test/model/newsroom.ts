import type { Review } from '../../src/domain/channel.ts';
import { plan } from '../../src/domain/planning.ts';
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
  /** Whether a person has opened a correction of the story as well. */
  readonly withCorrection?: boolean;
}

/** All that may happen to one story on one account. */
export function newsroomOf(size: Size): Graph<World> {
  return { starts: [startOf(size)], next: stepsFrom, key: keyOf };
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

function startOf({ platform = 'twitter', review = 'none', mishaps, acts, workers = 2, withCorrection }: Size): World {
  const channel = aChannel({
    platform,
    review,
    freshForMs: FRESH_FOR_MS,
    exclude: { sections: [], tags: ['sponsored'], words: [] },
  });
  const article = anArticle({ body: 'Words.' });
  const channels = [{ channel, inGap: false, text: article.body }];
  const terms = { now: START, revision: article.body, channels, newId: () => 'p1', digest };
  const admission = plan(article, { posts: [], isLinkTaken: () => false }, terms);
  const first = admission?.opened.map(({ post }) => post) ?? [];
  const text = 'We were wrong.';
  const correction = aPost({
    id: 'p2',
    occasion: 'correction-1',
    text,
    textBy: 'editor',
    contentHash: text,
    approvedHash: text,
    dueAt: START,
  });
  const posts = withCorrection ? [...first, correction] : first;
  return {
    now: START,
    channel,
    posts,
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
}
