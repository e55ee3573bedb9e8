import type { RecordTerms } from '../domain/attempt.ts';
import { isGap } from '../domain/catching-up.ts';
import { type Channel, createDeadlineMs } from '../domain/channel.ts';
import { arm, claim, lookIsNeeded } from '../domain/claiming.ts';
import { GAP_MS, gateFor, LOOK_HOLDS_MS } from '../domain/gate.ts';
import { imageToAttach, imageUnavailable } from '../domain/image-tries.ts';
import { notReady } from '../domain/link-tries.ts';
import type { Platform, PrepareOutcome, PublishOutcome, Ready } from '../domain/ports.ts';
import { POST_KINDS, type Post, type PostKind } from '../domain/post.ts';
import { gateChange, record } from '../domain/recording.ts';
import { answeredLate } from '../domain/settling.ts';
import { type DeliverAnswer, deliver } from '../domain/showing.ts';
import type { Transition } from '../domain/store.ts';
import { isDue, MINUTE_MS, msBetween } from '../domain/time.ts';
import { adoptEarlier, lookAround } from './look.ts';
import { channelsOf, commit, consult, consultAll, gateFacts, type Newsroom, tellPause } from './newsroom.ts';
import { prepare } from './prepare.ts';
import { completed } from './steps.ts';

/** An account that cannot be looked at is asked again only this often, however often the posts it holds are. */
const BLIND_FOR_MS = MINUTE_MS;

/**
 * Publishes what is due, every account at once and each one post at a time, until nothing may go out now. `mayGoOn` is
 * asked before each post; a post in hand is always brought to its end.
 */
export async function publishDue(room: Newsroom, mayGoOn: () => boolean): Promise<void> {
  const accounts = [...new Set(room.channels.map((channel) => channel.account))];
  const spoken = await Promise.allSettled(accounts.map((account) => speak(room, account, mayGoOn)));
  for (const one of spoken) if (one.status === 'rejected') throw one.reason;
}

async function speak(room: Newsroom, account: string, mayGoOn: () => boolean): Promise<void> {
  let spoke = true;
  while (spoke && mayGoOn()) {
    const due = await candidatesOf(room, account);
    if (due.length === 0) return;
    const platform = await room.platformOf(account);
    if (!platform) return;
    if (platform.repeatable) {
      spoke = await deliverAll(room, platform, due);
      continue;
    }
    const seen = await lookBefore(room, platform, account, due);
    if (seen === 'hold' || !mayGoOn()) return;
    // A retry after a lost answer goes out only right after a look.
    const able = seen === 'unseen' ? due.filter(({ post }) => !post.everUnconfirmed) : due;
    const lookHoldsMs = seen === 'unseen' ? GAP_MS : LOOK_HOLDS_MS;
    spoke = false;
    for (const { post, channel } of able) {
      spoke = await publishOne(room, platform, channel, post, lookHoldsMs);
      if (spoke) break;
    }
  }
}

/** Posts that can simply be made again want no claim: they are made, then recorded in one step. Whether any was. */
async function deliverAll(
  room: Newsroom,
  platform: Platform,
  due: readonly { readonly post: Post; readonly channel: Channel }[],
): Promise<boolean> {
  const made = new Map<string, { readonly channel: Channel; readonly outcome: PublishOutcome }>();
  for (const { post, channel } of due) {
    const outcome = await platform.publish(post, AbortSignal.timeout(createDeadlineMs(room.delivery)));
    made.set(post.id, { channel, outcome });
    completed('create', post.id);
  }
  const { outlet, delivery } = room;
  const posts = due.map(({ post }) => post);
  const answers = await consultAll(room, posts, (s): DeliverAnswer => {
    const { channel, outcome } = made.get(s.post.id) ?? {};
    if (!channel || !outcome) return { type: 'closed', why: 'was not made' };
    return deliver(s, outcome, { outlet, channel, delivery, now: room.now(), random: room.random() });
  });
  completed('record');
  return answers.some(({ transition }) => transition !== undefined);
}

/**
 * What the account could say now, in order: a retry after a lost answer, then breaking, then the freshest. A channel in a
 * gap, such as one that was resumed just now, says nothing until the next intake has chosen what goes out by itself.
 */
async function candidatesOf(room: Newsroom, account: string): Promise<readonly { post: Post; channel: Channel }[]> {
  const candidates: { post: Post; channel: Channel }[] = [];
  for (const channel of channelsOf(room, account)) {
    const due = await room.store.nextDue(channel.id, room.now(), POST_KINDS);
    if (due.length === 0 || (await isInGap(room, channel))) continue;
    const kinds = await openKinds(room, channel);
    const may = kinds.length === POST_KINDS.length ? due : await room.store.nextDue(channel.id, room.now(), kinds);
    candidates.push(...may.map((post) => ({ post, channel })));
  }
  return candidates.sort(
    (a, b) => rank(b.post) - rank(a.post) || Temporal.Instant.compare(b.post.newsAt, a.post.newsAt),
  );
}

async function isInGap({ store, now }: Newsroom, { id }: Channel): Promise<boolean> {
  const record = (await store.channels()).find((one) => one.id === id);
  return isGap(record?.activeAt, now());
}

/** For which kinds of posts a channel's gate is open. */
async function openKinds(room: Newsroom, channel: Channel): Promise<readonly PostKind[]> {
  const facts = await gateFacts(room, channel);
  return POST_KINDS.filter((kind) => {
    const said = { breaking: kind === 'breaking', timedByPerson: kind === 'timed', costUsd: 0 };
    return gateFor(channel, said, facts, room.now(), room.outlet.timezone).type === 'open';
  });
}

function rank(post: Post): number {
  return (post.everUnconfirmed ? 2 : 0) + (post.breaking ? 1 : 0);
}

/** One post from claim to record; whether anything was claimed. */
async function publishOne(
  room: Newsroom,
  platform: Platform,
  channel: Channel,
  post: Post,
  lookHoldsMs: number,
): Promise<boolean> {
  if (await adoptEarlier(room, post)) return true;
  const format = await room.formatOf(channel.platform);
  const costUsd = format.costUsd(post.text ?? '', post.link, imageToAttach(post));
  const token = room.newId();
  const terms = () => ({
    outlet: room.outlet,
    channel,
    delivery: room.delivery,
    now: room.now(),
    random: room.random(),
  });
  const claimed = await consult(room, post, (s) => claim(s, { ...terms(), token, costUsd, lookHoldsMs }));
  if (claimed?.type !== 'claimed') {
    if (claimed) room.log.debug('not claimed', { post: post.id, why: claimed.why });
    return false;
  }
  completed('claim', post.id);
  const ready = await prepare(room, platform, channel, claimed.transition.post);
  if (ready.type !== 'ready') {
    await consult(room, post, (s) => ({ transition: unprepared(s.post, token, ready, terms()) }));
    return true;
  }
  completed('prepare', post.id);
  const clockAheadMs = room.clocks.get(post.account)?.aheadMs;
  const armed = await consult(room, post, (s) => arm(s, { ...terms(), token, prepared: ready, clockAheadMs }));
  if (armed?.type !== 'armed') return true;
  completed('arm', post.id);
  const outcome = await create(room, platform, armed.transition.post);
  completed('create', post.id);
  // Nearly always nobody has touched the post meanwhile, and its account need not be read for this.
  const published = outcome.type === 'published' && record(armed.transition.post, token, outcome, terms());
  if (!published || !(await commit(room, published))) {
    const answer = await consult(room, post, (s) => {
      const recorded = record(s.post, token, outcome, terms());
      return { transition: recorded ?? answeredLate(s.post, outcome, room.now()) };
    });
    if (!answer?.transition) await actOnGate(room, post, outcome);
  }
  completed('record', post.id);
  return true;
}

/**
 * Looks at the account before it speaks, where the last look is too old or was another process's. `unseen`: it cannot be
 * looked at now, but was within the hour; `hold`: it must not speak.
 */
async function lookBefore(
  room: Newsroom,
  platform: Platform,
  account: string,
  due: readonly { readonly post: Post }[],
): Promise<'seen' | 'unseen' | 'hold'> {
  const stored = await room.store.account(account);
  const isRetry = due.some(({ post }) => post.everUnconfirmed);
  const holdsMs = isRetry ? room.delivery.confirmAfterMs : LOOK_HOLDS_MS;
  if (room.lookedAt.has(account) && !lookIsNeeded(stored?.lookedAt, room.now(), holdsMs)) return 'seen';
  const look = isBlind(room, account) ? 'blind' : await lookAround(room, platform, account);
  if (look === 'looked') room.lookedAt.add(account);
  if (look === 'looked') return 'seen';
  if (look === 'blind' && !isBlind(room, account)) room.blindAt.set(account, room.now());
  return look === 'blind' && !lookIsNeeded(stored?.lookedAt, room.now(), GAP_MS) ? 'unseen' : 'hold';
}

/** Whether it was tried in vain just now; a clock that was set back does not make that last. */
function isBlind({ blindAt, now }: Newsroom, account: string): boolean {
  const tried = blindAt.get(account);
  return tried !== undefined && Math.abs(msBetween(tried, now())) < BLIND_FOR_MS;
}

function unprepared(
  post: Post,
  token: string,
  outcome: Exclude<PrepareOutcome, Ready>,
  terms: RecordTerms,
): Transition | undefined {
  switch (outcome.type) {
    case 'not-ready':
      return notReady(post, token, outcome.detail, terms);
    case 'image-unavailable':
      return imageUnavailable(post, token, outcome.detail, terms);
    default:
      return record(post, token, outcome, terms);
  }
}

/** The one call that cannot be repeated. An exception is our own bug, and what it did is unknown. */
async function create(room: Newsroom, platform: Platform, post: Post): Promise<PublishOutcome> {
  // A machine that slept between the arm and here must not send what others by now take for unanswered.
  if (post.sending && isDue(post.sending.deadline, room.now()))
    return { type: 'unavailable', detail: 'woke up too late' };
  try {
    return await platform.publish(post, AbortSignal.timeout(createDeadlineMs(room.delivery)));
  } catch (bug) {
    room.log.error('a bug in crier while sending', { post: post.id, bug: String(bug) });
    return { type: 'unconfirmed', detail: `a bug in crier: ${String(bug)}` };
  }
}

/** An answer whose claim was lost says nothing of the post any more, but still of the account. */
async function actOnGate(room: Newsroom, post: Post, outcome: PublishOutcome): Promise<void> {
  const { account, appLimitedUntil, pause } = gateChange(post, outcome, room.now());
  const app = (await room.store.account(post.account))?.app;
  if (account) await room.store.changeAccount(post.account, account);
  if (appLimitedUntil && app !== undefined) await room.store.limitApp(app, appLimitedUntil);
  if (pause && (await room.store.pause(pause))) tellPause(room, pause.scope, pause.reason);
}
