import type { Article } from '../domain/article.ts';
import type { Channel } from '../domain/channel.ts';
import type { Doubt } from '../domain/facts/doubt.ts';
import type { Post, PostState } from '../domain/post.ts';
import type { Pause } from '../domain/store.ts';
import { doubtsOf } from '../pipeline/doubts.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { silences, standingPauses } from '../pipeline/resume.ts';
import type { DeskOptions } from './options.ts';
import { type Picture, pictureOf } from './pictures.ts';

const LISTED_AT_MOST = 100;

/** A post as the queue lists it. */
export interface Listed {
  readonly post: Post;
  readonly article: Article | undefined;
  /** Exactly what would go out; undefined: it has no words yet. */
  readonly wouldSend: string | undefined;
  /** What of an editor's words the story does not bear out. */
  readonly doubts: readonly Doubt[];
  /** The picture it would carry as its own. */
  readonly wouldShow: Picture | undefined;
  /** With the link, as the platform counts. */
  readonly length: number;
  readonly maxLength: number;
}

/** The newest posts of some states, and how many there are besides. */
export interface List {
  readonly posts: readonly Listed[];
  readonly rest: number;
}

/** Everything the queue shows. */
export interface QueueFacts {
  /** Waits for a person. */
  readonly waiting: List;
  /** Goes out, or is tried again, by itself. */
  readonly onTheWay: List;
  /** May be live, or nothing more comes of it by itself. */
  readonly inTrouble: List;
  /** What keeps channels silent, each with the channels it touches. */
  readonly pauses: readonly { readonly pause: Pause; readonly channels: readonly Channel[] }[];
}

export async function readQueue({ room, pictures }: DeskOptions): Promise<QueueFacts> {
  const counts = await room.store.counts();
  const list = async (states: readonly PostState[]): Promise<List> => {
    const posts = await room.store.posts({ states, limit: LISTED_AT_MOST });
    const all = counts.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0);
    const listed = [];
    for (const post of posts)
      listed.push({ ...(await listedPost(room, post)), wouldShow: pictureOf(post.image, pictures) });
    return { posts: listed, rest: Math.max(0, all - posts.length) };
  };
  const pauses = await standingPauses(room);
  return {
    waiting: await list(['pending_review']),
    onTheWay: await list(['scheduled', 'retrying', 'publishing']),
    inTrouble: await list(['unconfirmed', 'failed', 'retracting']),
    pauses: pauses
      .map((pause) => ({ pause, channels: room.channels.filter((channel) => silences(pause.scope, channel)) }))
      .filter(({ channels }) => channels.length > 0),
  };
}

async function listedPost({ store, formatOf }: Newsroom, post: Post): Promise<Omit<Listed, 'wouldShow'>> {
  const known = await store.article(post.article);
  const format = await formatOf(post.platform);
  const { maxLength, measure } = format.room(post.link);
  const wouldSend = post.text === undefined ? undefined : format.render(post.text, post.link);
  const doubts = await doubtsOf(post, known?.article);
  return { post, article: known?.article, wouldSend, doubts, length: measure(post.text ?? ''), maxLength };
}
