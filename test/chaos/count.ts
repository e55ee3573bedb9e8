import { DatabaseSync } from 'node:sqlite';
import { feedLinks, sitemapLinks } from './feeds.ts';
import type { ChaosPlatform, Side, World } from './world.ts';

/** What was counted on one look-alike and in the store once everything had come to rest. */
export interface SideCount {
  /** Articles that are not live. */
  readonly lost: readonly string[];
  /** Articles that are live more than once. */
  readonly doubled: readonly string[];
  /** Posts that did not come to rest. */
  readonly stuck: readonly string[];
  readonly requests: number;
  readonly faults: number;
  readonly twinsDeleted: number;
  /** Posts that carry a picture of their own. */
  readonly pictured: number;
  readonly calledWhileLimited: number;
}

/** The count of each platform that was driven. */
export type Count = Readonly<Partial<Record<ChaosPlatform, SideCount>>>;

/** What was found in the feeds once everything had come to rest. */
export interface FeedCount {
  /** Articles that are not where they belong: of the last two days in the sitemaps, of the newest hundred in each feed. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly stuck: readonly string[];
  /** Files that were not whole at any time. */
  readonly torn: readonly string[];
}

export function count(world: World, articles: number): Count {
  return Object.fromEntries(world.sides.map((side) => [side.platform, sideCount(world, side, articles)]));
}

/** Posts that still want something: not at their end, or with a look or a deletion to come. */
export function unsettled({ database }: World): readonly string[] {
  const db = new DatabaseSync(database, { readOnly: true, timeout: 5000 });
  const rows = db
    .prepare(
      "select channel, id, state from posts where state not in ('published', 'pulled') or next_look_at is not null",
    )
    .all();
  db.close();
  return rows.map(({ channel, id, state }) => `${channel} ${id} ${state}`);
}

function sideCount(world: World, { there, account, channel }: Side, articles: number): SideCount {
  const live = there.liveByLink()[account] ?? {};
  const links = Array.from({ length: articles }, (_, n) => linkOf(`story-${n + 1}`));
  const timesLive = (link: string) => live[link] ?? 0;
  const { requests, posts } = there.journal;
  return {
    lost: links.filter((link) => timesLive(link) === 0),
    doubled: links.filter((link) => timesLive(link) > 1),
    stuck: unsettled(world).filter((post) => post.startsWith(`${channel} `)),
    requests: requests.length,
    faults: requests.filter(({ fault }) => fault).length,
    twinsDeleted: posts.filter(({ deletedAt }) => deletedAt !== undefined).length,
    pictured: posts.filter(({ media }) => media).length,
    calledWhileLimited: requests.filter(({ calledWhileLimited }) => calledWhileLimited).length,
  };
}

/** Some hours before two days are over, since the last pass may be a while ago. */
const SURELY_IN_SITEMAP_MS = 40 * 3_600_000;

export function feedCount(world: World, articles: number, torn: readonly string[]): FeedCount {
  const stories = Array.from({ length: articles }, (_, n) => `story-${n + 1}`);
  const recent = stories.filter((id) => world.now() - (world.filedAt(id) ?? 0) < SURELY_IN_SITEMAP_MS);
  const sitemap = sitemapLinks(world.feeds);
  const feeds = (['rss.xml', 'atom.xml', 'feed.json'] as const).map((name) => feedLinks(world.feeds, name));
  const newest = stories.slice(-100);
  const absent = (ids: readonly string[], links: ReadonlyMap<string, number>) =>
    ids.filter((id) => !links.has(linkOf(id)));
  return {
    lost: [...absent(recent, sitemap), ...feeds.flatMap((links) => absent(newest, links))],
    doubled: [sitemap, ...feeds].flatMap((links) => [...links].flatMap(([link, times]) => (times > 1 ? [link] : []))),
    stuck: unsettled(world).filter((post) => post.startsWith('news ')),
    torn,
  };
}

function linkOf(id: string): string {
  return `https://news.example.com/${id}`;
}
