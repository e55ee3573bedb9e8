import type { JournalRequest } from '../support/lookalike/journal.ts';
import { unsettled } from './books.ts';
import type { Desk } from './desk.ts';
import { feedLinks, feedText, sitemapLinks } from './feeds.ts';
import { calledAgainstKnowledge, couldNotSee, type Losses } from './knowing.ts';
import { correctedTitle, type Story } from './stories.ts';
import { timeOf } from './traces.ts';
import type { ChaosPlatform, Side, World } from './world.ts';

/** What was counted on one look-alike and in the store once everything had come to rest. */
export interface SideCount {
  /** Stories that are not live. */
  readonly lost: readonly string[];
  /** Stories that are live more than once. */
  readonly doubled: readonly string[];
  /** Posts that did not come to rest. */
  readonly stuck: readonly string[];
  /** Withdrawn stories that are live. */
  readonly left: readonly string[];
  /** Stories that are live by hand too, since a colleague posted them after crier's last look: nothing can prevent these. */
  readonly alsoByHand: readonly string[];
  readonly requests: number;
  /** Of these, how many came while it stormed. */
  readonly inStorm: number;
  readonly faults: number;
  readonly deleted: number;
  /** Posts that carry a picture of their own. */
  readonly pictured: number;
  /** Calls of processes that were told to wait, or could have read that another was: none may be. */
  readonly calledWhileLimited: readonly string[];
  /** The same by those that could not know: whoever was told was killed before it could say so. */
  readonly calledUnknowing: number;
}

/** The count of each platform that was driven. */
export type Count = Readonly<Partial<Record<ChaosPlatform, SideCount>>>;

/** What was found in the feeds once everything had come to rest. */
export interface FeedCount {
  /** Stories that are not where they belong: of the last two days in the sitemaps, of the newest hundred in each feed. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly stuck: readonly string[];
  /** Withdrawn stories that are still there, and corrected ones in their old words. */
  readonly left: readonly string[];
  /** Files that were not whole at any time. */
  readonly torn: readonly string[];
}

/** Counts on the look-alikes that were driven; the storm ended at `stormedUntil`, in the newsroom's time. */
export function count(world: World, stories: readonly Story[], losses: Losses, stormedUntil: number): Count {
  const open = unsettled(world, stories);
  return Object.fromEntries(
    world.sides.map((side) => {
      const inStorm = side.there.journal.requests.filter(({ at }) => at < stormedUntil).length;
      return [side.platform, { ...sideCount(side, stories, open, world, losses), inStorm }];
    }),
  );
}

function sideCount(
  side: Side,
  stories: readonly Story[],
  open: readonly string[],
  world: World,
  losses: Losses,
): Omit<SideCount, 'inStorm'> {
  const { there, account, channel } = side;
  const { requests, posts } = there.journal;
  const live = Map.groupBy(
    posts.filter((post) => post.account === account && post.deletedAt === undefined),
    ({ links }) => links[0] ?? '',
  );
  const of = (link: string) => live.get(link) ?? [];
  const knowing = calledAgainstKnowledge(side, world, losses);
  const wanted = stories.filter(({ deed }) => deed?.type !== 'withdrawn').map(({ link }) => link);
  const many = wanted.filter((link) => of(link).length > 1);
  return {
    lost: wanted.filter((link) => of(link).length === 0),
    doubled: many.filter((link) => !couldNotSee(of(link), side, losses)),
    stuck: open.filter((post) => post.startsWith(`${channel} `)),
    left: withdrawnOf(stories).filter((link) => of(link).length > 0),
    alsoByHand: many.filter((link) => couldNotSee(of(link), side, losses)),
    requests: requests.length,
    faults: requests.filter(({ fault }) => fault).length,
    deleted: posts.filter(({ deletedAt }) => deletedAt !== undefined).length,
    pictured: posts.filter(({ media }) => media).length,
    calledWhileLimited: knowing.map(callInWords),
    calledUnknowing: requests.filter(({ calledWhileLimited }) => calledWhileLimited).length - knowing.length,
  };
}

function callInWords({ at, endpoint, client, status, toldTo = [] }: JournalRequest<string, unknown>): string {
  const told = toldTo.map((one) => `${one.client} at ${timeOf(one.at)} (${one.endpoint})`);
  return `${timeOf(at)} ${endpoint} by ${client}, answered ${status}; told were ${told.join(', ')}`;
}

/** Some hours before two days are over, since the last pass may be a while ago. */
const SURELY_IN_SITEMAP_MS = 40 * 3_600_000;

/** Counts in the feeds. `torn` are the files that were seen torn before. */
export function feedCount(world: World, desk: Desk, stories: readonly Story[], torn: readonly string[]): FeedCount {
  const wanted = stories.filter(({ deed }) => deed?.type !== 'withdrawn');
  const recent = wanted.filter(({ id }) => world.now() - (desk.filedAt(id) ?? 0) < SURELY_IN_SITEMAP_MS);
  const sitemap = sitemapLinks(world.feeds);
  const feeds = (['rss.xml', 'atom.xml', 'feed.json'] as const).map((name) => feedLinks(world.feeds, name));
  const newest = wanted.slice(-NEWEST);
  const absent = (of: readonly Story[], links: ReadonlyMap<string, number>) =>
    of.flatMap(({ link }) => (links.has(link) ? [] : [link]));
  const text = feedText(world.feeds, 'feed.json');
  const old = newest.filter(({ id, deed }) => deed?.type === 'corrected' && !text.includes(correctedTitle(id)));
  return {
    lost: [...absent(recent, sitemap), ...feeds.flatMap((links) => absent(newest, links))],
    doubled: [sitemap, ...feeds].flatMap((links) => [...links].flatMap(([link, times]) => (times > 1 ? [link] : []))),
    stuck: unsettled(world, stories).filter((post) => post.startsWith('news ')),
    left: [
      ...withdrawnOf(stories).filter((link) => [sitemap, ...feeds].some((links) => links.has(link))),
      ...old.map(({ link }) => link),
    ],
    torn,
  };
}

/** Fewer than a feed has: an embargo puts a story later than its neighbours. */
const NEWEST = 60;

function withdrawnOf(stories: readonly Story[]): readonly string[] {
  return stories.filter(({ deed }) => deed?.type === 'withdrawn').map(({ link }) => link);
}
