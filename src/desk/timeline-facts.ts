import type { Article } from '../domain/article.ts';
import type { Channel } from '../domain/channel.ts';
import { type Closed, pausedOrLimited } from '../domain/gate.ts';
import { candidates } from '../domain/matching.ts';
import { showsArticles } from '../domain/platform.ts';
import type { RemotePost } from '../domain/ports.ts';
import type { Post } from '../domain/post.ts';
import { gateFacts, type Newsroom } from '../pipeline/newsroom.ts';

const SHOWN_AT_MOST = 50;
const IN_FLIGHT = ['publishing', 'unconfirmed', 'retrying', 'retracting'] as const;

/** A post that is live in the sandbox, and what crier knows of it. */
export interface Live {
  readonly remote: RemotePost;
  /** The post it is recorded for, or, where none is, the one that may have sent it. */
  readonly post: Post | undefined;
  readonly recorded: boolean;
  readonly article: Article | undefined;
}

/** A post that crier has in hand. */
export interface InFlight {
  readonly post: Post;
  readonly article: Article | undefined;
}

/** What stands on one account of the sandbox. */
export interface Timeline {
  readonly account: string;
  readonly channels: readonly Channel[];
  /** Why it may not speak now, whatever it has to say. */
  readonly closed: Closed | undefined;
  readonly inFlight: readonly InFlight[];
  /** Newest first; a string says why it cannot be read. */
  readonly live: readonly Live[] | string;
}

/** The accounts of the sandbox, as the port reads them back. */
export async function readTimelines(room: Newsroom, signal: AbortSignal): Promise<readonly Timeline[]> {
  const accounts = Map.groupBy(
    room.channels.filter(({ sandbox, platform }) => sandbox && !showsArticles(platform)),
    ({ account }) => account,
  );
  return Promise.all([...accounts].map(([account, channels]) => readTimeline(room, account, channels, signal)));
}

async function readTimeline(
  room: Newsroom,
  account: string,
  channels: readonly Channel[],
  signal: AbortSignal,
): Promise<Timeline> {
  const posts = [];
  for (const { id } of channels)
    posts.push(...(await room.store.posts({ channel: id, states: IN_FLIGHT, limit: SHOWN_AT_MOST })));
  const inFlight = [];
  for (const post of posts) inFlight.push({ post, article: await articleOf(room, post) });
  const closed = await whyClosed(room, channels);
  const platform = await room.platformOf(account);
  const read = await platform?.recent({ atMost: SHOWN_AT_MOST }, signal);
  if (read?.type !== 'read')
    return { account, channels, closed, inFlight, live: read?.detail ?? 'the account is not configured' };
  const recorded = await room.store.recorded(
    account,
    read.posts.map(({ remoteId }) => remoteId),
  );
  const live = [];
  for (const remote of read.posts) live.push(await liveOf(room, remote, recorded, posts));
  return { account, channels, closed, inFlight, live };
}

async function whyClosed(room: Newsroom, channels: readonly Channel[]): Promise<Closed | undefined> {
  for (const channel of channels) {
    const closed = pausedOrLimited(await gateFacts(room, channel), room.now());
    if (closed) return closed;
  }
  return undefined;
}

async function liveOf(
  room: Newsroom,
  remote: RemotePost,
  recordedFor: ReadonlyMap<string, string>,
  inFlight: readonly Post[],
): Promise<Live> {
  const id = recordedFor.get(remote.remoteId);
  // What was sent without an answer is live for readers before crier knows.
  const sender = inFlight.find((post) => post.sending && candidates(post, [remote], recordedFor).length > 0);
  const post = id === undefined ? sender : await room.store.post(id);
  return { remote, post, recorded: id !== undefined, article: await articleOf(room, post ?? remote) };
}

async function articleOf({ store }: Newsroom, of: Post | RemotePost): Promise<Article | undefined> {
  if ('article' in of) return (await store.article(of.article))?.article;
  for (const link of of.links) {
    const known = await store.findArticle(link);
    if (known) return known.article;
  }
  return undefined;
}
