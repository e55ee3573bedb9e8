import { createHash } from 'node:crypto';
import type { Article } from '../../src/domain/article.ts';
import type { Channel, Delivery, Outlet } from '../../src/domain/channel.ts';
import type {
  ArticleSource,
  Format,
  Platform,
  PollResult,
  PublishOutcome,
  RemotePost,
} from '../../src/domain/ports.ts';
import type { Post } from '../../src/domain/post.ts';
import { after, type Instant } from '../../src/domain/time.ts';
import type { Newsroom } from '../../src/pipeline/newsroom.ts';
import { pass } from '../../src/pipeline/pass.ts';
import { newTally } from '../../src/pipeline/tally.ts';
import { openStore } from '../../src/store/index.ts';
import { at } from './posts.ts';

export const OUTLET: Outlet = {
  id: 'demo',
  name: 'Demo Daily',
  url: 'https://news.example',
  language: 'en',
  timezone: 'Europe/Kyiv',
};

/** The defaults of the contract. */
export const DELIVERY: Delivery = { leaseForMs: 120_000, confirmAfterMs: 30_000, attempts: 8, firstRetryMs: 30_000 };

/** A real channel `x` of account `twitter:1` that posts by itself: no gap, no cap, no quiet hours unless asked for. */
export function aChannel(fields: Partial<Channel> = {}): Channel {
  return {
    id: 'x',
    platform: 'twitter',
    account: 'twitter:1',
    sandbox: false,
    review: 'none',
    reviewWhen: { sections: [], tags: [], words: [] },
    exclude: { sections: [], tags: [], words: [] },
    freshForMs: 12 * 3_600_000,
    minGapMs: 0,
    maxPerHour: 1000,
    budget: { keepForBreaking: 0 },
    linkTags: {},
    ...fields,
  };
}

/** A platform in memory: a timeline that behaves, and a script of answers that do not. */
export interface Stage extends Platform {
  /** Everything that was ever stored, in order. */
  readonly timeline: RemotePost[];
  /** Every text that was asked to be created, stored or not. */
  readonly creates: string[];
  readonly deleted: string[];
  looks: number;
  /** What the next creates answer; `lost`: stored, but the answer is. `late`: stored only when `land()` is called. */
  readonly script: (PublishOutcome | 'lost' | 'never-came' | 'late' | ((post: Post) => Promise<PublishOutcome>))[];
  /** What looks answer instead of reading, while set. */
  blind: { type: 'unknown' | 'unauthorized'; detail: string } | undefined;
  /** Stores what was sent `late`. */
  land(): void;
  /** Someone posts by hand. */
  postByHand(text: string, links: readonly string[]): RemotePost;
}

export function aStage(now: () => Instant): Stage {
  let nextId = 1000;
  const waiting: Post[] = [];
  const store = (text: string, links: readonly string[]): RemotePost => {
    const remoteId = String(nextId++);
    const remote = { remoteId, url: `https://x.example/${remoteId}`, text, links, createdAt: now() };
    stage.timeline.unshift(remote);
    return remote;
  };
  const storeSending = ({ sending }: Post) => store(sending?.text ?? '', sending ? [sending.link] : []);
  const stage: Stage = {
    repeatable: false,
    timeline: [],
    creates: [],
    deleted: [],
    looks: 0,
    script: [],
    blind: undefined,
    land: () => {
      for (const post of waiting.splice(0)) storeSending(post);
    },
    postByHand: store,
    async publish(post) {
      stage.creates.push(`${post.sending?.text} ${post.sending?.link}`);
      const next = stage.script.shift();
      if (typeof next === 'function') return next(post);
      if (next === 'late') waiting.push(post);
      if (next === 'late' || next === 'never-came') return { type: 'unconfirmed', detail: 'no answer' };
      if (next && next !== 'lost') return next;
      const { remoteId, url } = storeSending(post);
      return next === 'lost'
        ? { type: 'unconfirmed', detail: 'connection reset' }
        : { type: 'published', remoteId, url };
    },
    async recent({ since, notBefore, atMost }) {
      stage.looks += 1;
      if (stage.blind) return stage.blind;
      const live = stage.timeline.filter(({ remoteId }) => !stage.deleted.includes(remoteId));
      const posts = live.filter(
        ({ remoteId, createdAt }) =>
          (since === undefined || Number(remoteId) > Number(since)) &&
          (notBefore === undefined || Temporal.Instant.compare(createdAt, notBefore) >= 0),
      );
      const seenUpTo = posts[0]?.remoteId;
      const read = { type: 'read' as const, posts: posts.slice(0, atMost), complete: true, clockAheadMs: 0 };
      return { ...read, ...(seenUpTo !== undefined && { seenUpTo }) };
    },
    async retract(remoteId) {
      stage.deleted.push(remoteId);
      return { type: 'gone' };
    },
    async whoami() {
      return { type: 'known', name: '@demo', mayWrite: true };
    },
  };
  return stage;
}

/** Counts characters, carries everything, costs twenty cents. */
export const plainFormat: Format = {
  id: 'twitter',
  room: () => ({ maxLength: 280, measure: (text) => text.length + 24 }),
  phrase: (words) => words.trim(),
  render: (words, link) => `${words} ${link}`,
  costUsd: () => 0.2,
};

/** A newsroom over a store in memory, with a clock and an article store that the test sets. */
export interface TestRoom extends Newsroom {
  channels: Channel[];
  readonly stage: Stage;
  /** What the source holds; the next pass sees it. Undefined: the source is unreachable. */
  articles: readonly Article[] | undefined;
  /** How many articles the source brings in one poll; all by default. */
  atOnce: number;
  advance(ms: number): void;
  /** Sets the clock, as a person or a time server does: no time goes by. */
  setClock(time: string): void;
  pass(): Promise<void>;
  /** All posts, by id. */
  posts(): Promise<readonly Post[]>;
  /** The only post. */
  post(): Promise<Post>;
}

export async function aNewsroom(
  options: { channels?: readonly Channel[]; articles?: readonly Article[]; now?: string } = {},
): Promise<TestRoom> {
  let clock = at(options.now ?? '2026-05-01T09:00Z');
  let ids = 0;
  let uptimeMs = 0;
  const now = () => clock;
  const stage = aStage(now);
  const store = await openStore({ path: ':memory:' });
  const channels = [...(options.channels ?? [aChannel()])];
  for (const { account, platform } of channels) {
    await store.openAccount({ id: account, platform, app: 'app-1' });
  }
  const room: TestRoom = {
    outlet: OUTLET,
    channels,
    delivery: DELIVERY,
    store,
    sources: [sourceOf(() => room)],
    summarizer: { summarize: async ({ body }) => body.split('\n\n')[0] || undefined },
    formatOf: async () => plainFormat,
    platformOf: async () => stage,
    process: 'process-1',
    now,
    uptimeMs: () => uptimeMs,
    random: () => 0.5,
    newId: () => `p${++ids}`,
    digest: (text) => createHash('sha256').update(text).digest('hex').slice(0, 16),
    looks: new Map(),
    blindAt: new Map(),
    clocks: new Map(),
    tally: newTally(),
    log: { debug() {}, info() {}, warn() {}, error() {} },
    stage,
    articles: options.articles ?? [],
    atOnce: Number.POSITIVE_INFINITY,
    advance: (ms) => {
      clock = after(clock, ms);
      uptimeMs += ms;
    },
    setClock: (time) => {
      clock = at(time);
    },
    pass: () => pass(room, 50_000, new AbortController().signal),
    posts: async () => (await store.posts({})).toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })),
    post: async () => {
      const [post, ...others] = await store.posts({});
      if (!post || others.length > 0) throw new Error(`expected one post, got ${others.length + (post ? 1 : 0)}`);
      return post;
    },
  };
  return room;
}

/** A source over a list: its cursor is the list as far as it was read. */
export function sourceOf(room: () => Pick<TestRoom, 'articles' | 'atOnce'>, id = 'desk'): ArticleSource {
  return {
    id,
    async poll(cursor): Promise<PollResult> {
      const { articles, atOnce } = room();
      if (!articles) return { type: 'unreachable', detail: 'the folder is not there' };
      const before: Record<string, string> = cursor === undefined ? {} : JSON.parse(cursor);
      const now = Object.fromEntries(articles.map((article) => [article.id, JSON.stringify(article)]));
      const changed = articles.filter(({ id }) => before[id] !== now[id]);
      const brought = changed.slice(0, atOnce);
      const kept = Object.entries(before).filter(([id]) => id in now);
      const seen = Object.fromEntries([...kept, ...brought.map(({ id }) => [id, now[id]])]);
      return {
        type: 'polled',
        articles: brought,
        vanished: Object.keys(before)
          .filter((id) => !(id in now))
          .map((gone) => ({ source: id, id: gone })),
        unreadable: [],
        readable: [],
        cursor: JSON.stringify(seen),
        more: brought.length < changed.length,
      };
    },
  };
}
