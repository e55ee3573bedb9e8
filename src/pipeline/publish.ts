import { type Channel, createDeadlineMs } from '../domain/channel.ts';
import { arm, claim, lookIsNeeded } from '../domain/claiming.ts';
import { GAP_MS, gateFor, LOOK_HOLDS_MS } from '../domain/gate.ts';
import type { Platform, PublishOutcome } from '../domain/ports.ts';
import type { Post } from '../domain/post.ts';
import { gateChange, notReady, record } from '../domain/recording.ts';
import { answeredLate } from '../domain/settling.ts';
import { lookAround } from './look.ts';
import { channelsOf, consult, gateFacts, type Newsroom, tellPause } from './newsroom.ts';
import { completed } from './steps.ts';

/**
 * Publishes what is due, every account at once and each one post at a time, until nothing may go out now. `mayGoOn` is
 * asked before each post; a post in hand is always brought to its end.
 */
export async function publishDue(room: Newsroom, mayGoOn: () => boolean): Promise<void> {
  const accounts = [...new Set(room.channels.map((channel) => channel.account))];
  await Promise.all(accounts.map((account) => speak(room, account, mayGoOn)));
}

async function speak(room: Newsroom, account: string, mayGoOn: () => boolean): Promise<void> {
  while (mayGoOn()) {
    const candidates = await candidatesOf(room, account);
    if (candidates.length === 0) return;
    const platform = await room.platformOf(account);
    if (!platform) return;
    let spoke = false;
    for (const { post, channel } of candidates) {
      spoke = await publishOne(room, platform, channel, post);
      if (spoke) break;
    }
    if (!spoke) return;
  }
}

/** What the account could say now, in order: a retry after a lost answer, then breaking, then the freshest. */
async function candidatesOf(room: Newsroom, account: string): Promise<readonly { post: Post; channel: Channel }[]> {
  const candidates: { post: Post; channel: Channel }[] = [];
  for (const channel of channelsOf(room, account)) {
    const due = await room.store.nextDue(channel.id, room.now(), { urgent: false });
    if (due.length === 0) continue;
    const isOpen = await openings(room, channel);
    if (isOpen(false)) candidates.push(...due.map((post) => ({ post, channel })));
    else if (isOpen(true)) {
      const urgent = await room.store.nextDue(channel.id, room.now(), { urgent: true });
      candidates.push(...urgent.map((post) => ({ post, channel })));
    }
  }
  return candidates.sort(
    (a, b) => rank(b.post) - rank(a.post) || Temporal.Instant.compare(b.post.newsAt, a.post.newsAt),
  );
}

/** Whether a channel's gate is open, for what is urgent and for the rest. */
async function openings(room: Newsroom, channel: Channel): Promise<(urgent: boolean) => boolean> {
  const facts = await gateFacts(room, channel);
  const { timezone } = room.outlet;
  return (urgent) =>
    gateFor(channel, { breaking: urgent, timedByPerson: urgent, costUsd: 0 }, facts, room.now(), timezone).type ===
    'open';
}

function rank(post: Post): number {
  return (post.everUnconfirmed ? 2 : 0) + (post.breaking ? 1 : 0);
}

/** One post from claim to record; whether anything was claimed. */
async function publishOne(room: Newsroom, platform: Platform, channel: Channel, post: Post): Promise<boolean> {
  const lookHoldsMs = await lookBefore(room, platform, post);
  if (lookHoldsMs === undefined) return false;
  const format = await room.formatOf(channel.platform);
  const costUsd = format.costUsd(post.text ?? '', post.link);
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
  const ready = await prepare(room, channel, claimed.transition.post);
  if (ready.type === 'not-ready') {
    await consult(room, post, (s) => ({ transition: notReady(s.post, token, ready.detail, terms()) }));
    return true;
  }
  completed('prepare', post.id);
  const armed = await consult(room, post, (s) => arm(s, { ...terms(), token }));
  if (armed?.type !== 'armed') return true;
  completed('arm', post.id);
  const outcome = await create(room, platform, armed.transition.post);
  completed('create', post.id);
  const answer = await consult(room, post, (s) => {
    const recorded = record(s.post, token, outcome, terms());
    return { transition: recorded ?? answeredLate(s.post, outcome, room.now()) };
  });
  if (!answer?.transition) await actOnGate(room, post, outcome);
  completed('record', post.id);
  return true;
}

/**
 * Looks at the account before it speaks, where the last look is too old; answers how long a look may count now, or
 * undefined where the account must hold: it cannot be looked at after a gap.
 */
async function lookBefore(room: Newsroom, platform: Platform, post: Post): Promise<number | undefined> {
  const account = await room.store.account(post.account);
  const holdsMs = post.everUnconfirmed ? room.delivery.confirmAfterMs : LOOK_HOLDS_MS;
  if (room.lookedAt.has(post.account) && !lookIsNeeded(account?.lookedAt, room.now(), holdsMs)) return holdsMs;
  const seen = await lookAround(room, platform, post.account);
  if (seen === 'looked') {
    room.lookedAt.add(post.account);
    return holdsMs;
  }
  return seen === 'blind' && !lookIsNeeded(account?.lookedAt, room.now(), GAP_MS) ? GAP_MS : undefined;
}

/** What can be repeated before a create: the link answers, so that readers who follow it find the article. */
async function prepare(room: Newsroom, channel: Channel, post: Post): ReturnType<NonNullable<Newsroom['linkCheck']>> {
  if (!room.linkCheck || channel.sandbox) return { type: 'ready' };
  return room.linkCheck(post.link, AbortSignal.timeout(createDeadlineMs(room.delivery)));
}

/** The one call that cannot be repeated. An exception is our own bug, and what it did is unknown. */
async function create(room: Newsroom, platform: Platform, post: Post): Promise<PublishOutcome> {
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
