import type { Channel, Delivery, Outlet } from '../domain/channel.ts';
import { type GateFacts, windowsAt } from '../domain/gate.ts';
import type { PlatformId } from '../domain/platform.ts';
import type { ArticleSource, Format, LinkCheck, Platform, Summarizer } from '../domain/ports.ts';
import type { Post } from '../domain/post.ts';
import type { PauseScope, Ruled, Situation, Store, Transition } from '../domain/store.ts';
import type { Instant } from '../domain/time.ts';
import type { Tally } from './tally.ts';

/** Everything the verbs of this folder work with; wired in one place, so that they know ports and no concrete part. */
export interface Newsroom {
  readonly outlet: Outlet;
  readonly channels: readonly Channel[];
  readonly delivery: Delivery;
  readonly store: Store;
  readonly sources: readonly ArticleSource[];
  readonly summarizer: Summarizer;
  formatOf(platform: PlatformId): Promise<Format>;
  /** The platform as this account; undefined where the account is no longer configured. */
  platformOf(account: string): Promise<Platform | undefined>;
  /** Undefined: links are not checked before a share. */
  readonly linkCheck?: LinkCheck;
  /** Names this process, where one of many does something for all. */
  readonly process: string;
  now(): Instant;
  /** Milliseconds that this process has worked, by a clock that nobody sets; a machine that sleeps stops it. */
  uptimeMs(): number;
  /** In [0, 1). */
  random(): number;
  newId(): string;
  digest(text: string): string;
  /**
   * When this process looked at each account: a store put back from a backup would not know that its look is old, nor can
   * we know by which clock another process dated its own, and a clock that was set back makes a look young again.
   */
  readonly looks: Map<string, { readonly at: Instant; readonly uptimeMs: number }>;
  /** When this process last tried in vain to look at an account. */
  readonly blindAt: Map<string, Instant>;
  /** When this process last asked an account's platform for the time, and how far that was ahead of its own clock. */
  readonly clocks: Map<string, { readonly at: Instant; readonly aheadMs?: number }>;
  readonly tally: Tally;
  readonly log: Log;
  /** Told how far the reading of a source is that takes more than one poll; undefined: it is over, for now at least. */
  tellReading?(reading: LongReading | undefined): void;
}

/** How many articles of a source were taken in without a pause. */
export interface LongReading {
  readonly source: string;
  readonly articles: number;
}

type Facts = Readonly<Record<string, string | number | undefined>>;

/** Where the verbs say what happens; never the channel of an answer. */
export interface Log {
  debug(message: string, facts?: Facts): void;
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
}

type Rule<Answer> = (situation: Situation) => Answer;
/** Asks a rule about a post and commits its answer; what changed is counted and told. */
export async function consult<Answer extends Ruled>(
  room: Newsroom,
  post: Post,
  rule: Rule<Answer>,
): Promise<Answer | undefined> {
  const windows = windowsAt(room.now(), room.outlet.timezone);
  const answer = await room.store.consult(post.id, windows, pausingOnce(rule));
  if (answer) tellAll(room, [answer]);
  return answer;
}

/** The same for many posts, in one transaction where that can be. */
export async function consultAll<Answer extends Ruled>(
  room: Newsroom,
  posts: readonly Post[],
  rule: Rule<Answer>,
): Promise<readonly Answer[]> {
  const windows = windowsAt(room.now(), room.outlet.timezone);
  const ids = posts.map(({ id }) => id);
  const together = await room.store.consultAll(ids, windows, pausingOnce(rule));
  if (together) {
    tellAll(room, together);
    return together;
  }
  // One of them is not taken, which shall not hold up the others.
  const answers: Answer[] = [];
  for (const post of posts) {
    const answer = await consult(room, post, rule);
    if (answer) answers.push(answer);
  }
  return answers;
}

function tellAll(room: Newsroom, answers: readonly Ruled[]): void {
  for (const { transition, next } of answers) {
    if (transition) tell(room, transition);
    if (next) tell(room, next);
  }
}

/** An account that is paused already is not paused, and told of, again. */
function pausingOnce<Answer extends Ruled>(rule: Rule<Answer>): Rule<Answer> {
  return (situation) => {
    const said = rule(situation);
    const { pause, ...rest } = said.transition ?? {};
    const paused = pause && situation.pauses.some(({ scope }) => scope === pause.scope);
    return paused ? { ...said, transition: rest as Transition } : said;
  };
}

/** Commits a change that was decided on a copy of the post; false: someone else was first. */
export async function commit(room: Newsroom, transition: Transition): Promise<boolean> {
  const won = await room.store.commit(transition);
  if (won) tell(room, transition);
  return won;
}

/** Counts a committed change and says it where a person should hear of it. */
export function tell(room: Newsroom, { post, event, pause, logbook }: Transition): void {
  const { type, detail } = event.reason;
  const facts = { post: post.id, channel: post.channel, state: event.to, reason: type, ...(detail ? { detail } : {}) };
  room.tally.moved(event);
  if (event.alert) {
    room.tally.alert(`${post.id} on ${post.channel}: ${event.type}`);
    room.log.warn(event.type, facts);
  } else {
    room.log.debug(event.type, facts);
  }
  if (pause) tellPause(room, pause.scope, pause.reason);
  if (logbook) room.log.info(logbook.what, { why: logbook.reason });
}

/** A pause that crier made itself; it is told once, when it is made. */
export function tellPause(room: Newsroom, scope: PauseScope, why: string): void {
  room.tally.alert(`${scope} paused: ${why}`);
  room.log.error('paused', { scope, why });
}

/** The channels that use an account. */
export function channelsOf(room: Newsroom, account: string): readonly Channel[] {
  return room.channels.filter((channel) => channel.account === account);
}

/** What a channel's gate looks at, as stored now; whether a post of the account is in hand is left to the claim. */
export async function gateFacts({ store, outlet, now }: Newsroom, channel: Channel): Promise<GateFacts> {
  const { id, account, platform } = channel;
  const scopes: readonly string[] = ['all', `channel:${id}`, `account:${account}`];
  return {
    account: (await store.account(account)) ?? { id: account, platform, clockAheadMs: 0, blindTold: false },
    pauses: (await store.pauses()).filter(({ scope }) => scopes.includes(scope)),
    spoken: await store.spoken(account, windowsAt(now(), outlet.timezone)),
  };
}
