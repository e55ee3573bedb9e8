import { chooseAfterGap, isGap } from '../domain/catching-up.ts';
import type { Channel } from '../domain/channel.ts';
import { lookIsNeeded } from '../domain/claiming.ts';
import { GAP_MS, type Gate, type GateFacts, gateFor, type Utterance } from '../domain/gate.ts';
import { imageToAttach } from '../domain/image-tries.ts';
import { type InFlight, POST_KINDS, type Post, type PostState, WAITING_STATES } from '../domain/post.ts';
import type { ReasonType } from '../domain/reason.ts';
import type { Account, PostCount } from '../domain/store.ts';
import { type Instant, isDue } from '../domain/time.ts';
import { gateFacts, type Newsroom } from './newsroom.ts';

/** How a channel stands: whether it may speak. */
export interface ChannelReport {
  readonly channel: Channel;
  /** What it would say next meets this. */
  readonly gate: Gate;
  readonly facts: GateFacts;
}

/** How every channel stands now. */
export async function reportChannels(room: Newsroom): Promise<readonly ChannelReport[]> {
  const inHand = await room.store.posts({ states: ['publishing'] });
  return Promise.all(
    room.channels.map(async (channel) => {
      const facts = { ...(await gateFacts(room, channel)), inFlight: inFlightOf(channel.account, inHand) };
      const gate = gateOf(room, channel, facts, await nextWords(room, channel));
      return { channel, gate, facts };
    }),
  );
}

function inFlightOf(account: string, inHand: readonly Post[]): InFlight | undefined {
  const post = inHand.find((one) => one.account === account);
  return post && { id: post.id, ...(post.lease && { until: post.lease.until }) };
}

/** What this very post meets at its channel's gate: breaking news and what a person timed pass where the rest waits. */
export async function gateOfPost(room: Newsroom, { channel, facts }: ChannelReport, post: Post): Promise<Gate> {
  return gateOf(room, channel, facts, await utteranceOf(room, post));
}

function gateOf(room: Newsroom, channel: Channel, facts: GateFacts, said: Utterance): Gate {
  return unseen(facts.account, room) ?? gateFor(channel, said, facts, room.now(), room.outlet.timezone);
}

/** How many of these posts are in each state; of one channel, or of all. */
export function tallyOf(counts: readonly PostCount[], channel?: string): Partial<Record<PostState, number>> {
  const posts: Partial<Record<PostState, number>> = {};
  for (const { channel: id, state, count } of counts) {
    if (channel === undefined || channel === id) posts[state] = (posts[state] ?? 0) + count;
  }
  return posts;
}

/** An account that cannot be looked at, and was not within the hour, holds what it has to say. */
function unseen({ blindSince, lookedAt }: Account, room: Newsroom): Gate | undefined {
  if (!blindSince || !lookIsNeeded(lookedAt, room.now(), GAP_MS)) return undefined;
  const detail = `the account cannot be looked at since ${blindSince.round('second')}; what it has to say waits`;
  return { type: 'closed', why: 'unseen', detail };
}

/** What the channel would say next: the gate depends on its price, and on whether it is urgent. */
async function nextWords(room: Newsroom, channel: Channel): Promise<Utterance> {
  const [next] = await room.store.nextDue(channel.id, room.now(), POST_KINDS);
  return next ? utteranceOf(room, next) : { breaking: false, timedByPerson: false, costUsd: 0 };
}

async function utteranceOf({ formatOf }: Newsroom, post: Post): Promise<Utterance> {
  const format = await formatOf(post.platform);
  return { ...post, costUsd: format.costUsd(post.text ?? '', post.link, imageToAttach(post)) };
}

/** What of all posts a person should know of. */
export interface Standing {
  readonly lastPass?: Instant;
  /** Of the posts whose time has come, the one that waits longest. */
  readonly oldestWaiting?: Post;
  /** Sent, and no clear answer yet. */
  readonly mayBeLive: readonly Post[];
  /** Nothing more comes of these by itself, newest news first. */
  readonly needsPerson: readonly Post[];
}

const BY_HAND: readonly ReasonType[] = ['live-address-unknown', 'cannot-look', 'delete-by-hand'];

/** How the posts stand now. */
export async function reportStanding({ store, now }: Newsroom): Promise<Standing> {
  const lastPass = await store.lastPass();
  const oldestWaiting = await store.longestDue(now());
  const open = await everyPost(store, ['failed', 'unconfirmed', 'retracting']);
  return {
    ...(lastPass && { lastPass }),
    ...(oldestWaiting && { oldestWaiting }),
    mayBeLive: open.filter(({ state }) => state === 'unconfirmed'),
    needsPerson: open.filter(({ state, reason }) => state === 'failed' || BY_HAND.includes(reason.type)),
  };
}

/** What becomes of a channel's waiting posts once it may speak. */
export interface Forecast {
  /** By themselves, at the next pass, as pace and budget allow. */
  readonly goOut: readonly Post[];
  /** For a person. */
  readonly wait: readonly Post[];
}

/** What the next pass does with what waits on a channel: after a gap only the newest go out by themselves. */
export async function forecast({ store, now }: Newsroom, channel: Channel): Promise<Forecast> {
  const record = (await store.channels()).find(({ id }) => id === channel.id);
  const waiting = (await everyPost(store, WAITING_STATES, channel.id)).filter(
    ({ freshUntil }) => !freshUntil || !isDue(freshUntil, now()),
  );
  const left = waiting.filter(({ state, reason, dueAt }) =>
    state === 'pending_review' ? reason.type === 'catch-up' : isDue(dueAt, now()),
  );
  const gap = isGap(record?.activeAt, now());
  const chosen = gap ? chooseAfterGap(left, channel.catchUp, now(), record?.activeAt) : [];
  const next = new Map(chosen.map(({ post }) => [post.id, post.state]));
  const stateOf = ({ id, state }: Post) => next.get(id) ?? state;
  return {
    goOut: left.filter((post) => stateOf(post) !== 'pending_review'),
    wait: waiting.filter((post) => stateOf(post) === 'pending_review'),
  };
}

function everyPost(store: Newsroom['store'], states: readonly PostState[], channel?: string): Promise<readonly Post[]> {
  const limit = Number.MAX_SAFE_INTEGER;
  return store.posts(channel === undefined ? { states, limit } : { states, channel, limit });
}
