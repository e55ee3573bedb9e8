import { DatabaseSync } from 'node:sqlite';
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
  readonly calledWhileLimited: number;
}

/** The count of each platform that was driven. */
export type Count = Readonly<Partial<Record<ChaosPlatform, SideCount>>>;

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
  const links = Array.from({ length: articles }, (_, n) => `https://news.example.com/story-${n + 1}`);
  const timesLive = (link: string) => live[link] ?? 0;
  const { requests, posts } = there.journal;
  return {
    lost: links.filter((link) => timesLive(link) === 0),
    doubled: links.filter((link) => timesLive(link) > 1),
    stuck: unsettled(world).filter((post) => post.startsWith(`${channel} `)),
    requests: requests.length,
    faults: requests.filter(({ fault }) => fault).length,
    twinsDeleted: posts.filter(({ deletedAt }) => deletedAt !== undefined).length,
    calledWhileLimited: requests.filter(({ calledWhileLimited }) => calledWhileLimited).length,
  };
}
