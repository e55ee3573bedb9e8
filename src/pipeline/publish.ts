import type { RecordTerms } from '../domain/attempt.ts';
import { type Channel, createDeadlineMs } from '../domain/channel.ts';
import { arm, claim } from '../domain/claiming.ts';
import { GAP_MS, LOOK_HOLDS_MS, seenBy } from '../domain/gate.ts';
import { gateChange } from '../domain/hearing.ts';
import { imageToAttach, imageUnavailable } from '../domain/image-tries.ts';
import { notReady } from '../domain/link-tries.ts';
import type { Platform, PrepareOutcome, PublishOutcome, Ready } from '../domain/ports.ts';
import type { Post } from '../domain/post.ts';
import { record } from '../domain/recording.ts';
import { answeredLate } from '../domain/settling.ts';
import { type DeliverAnswer, deliver } from '../domain/showing.ts';
import type { Situation, Transition } from '../domain/store.ts';
import { isDue } from '../domain/time.ts';
import { type Candidate, candidatesOf } from './candidates.ts';
import { hear, hearClock, mayTry, onlooker } from './hear.ts';
import { lookBefore } from './look.ts';
import { commit, consult, consultAll, type Newsroom } from './newsroom.ts';
import { isPrepared, prepare } from './prepare.ts';
import { completed } from './steps.ts';

/**
 * Publishes what is due, every account at once and each one post at a time, until nothing may go out now. `mayGoOn` is
 * asked before each post; a post in hand is always brought to its end.
 */
export async function publishDue(room: Newsroom, mayGoOn: () => boolean): Promise<void> {
  const accounts = [...new Set(room.channels.map((channel) => channel.account))];
  const spoken = await Promise.allSettled(accounts.map((account) => speak(room, account, mayGoOn)));
  for (const one of spoken) if (one.status === 'rejected') throw one.reason;
}

/** An account without credits is tried with one post: either its answer closes the gate again, or it opens it. */
async function speak(room: Newsroom, account: string, mayGoOn: () => boolean): Promise<void> {
  let moved = true;
  while (moved && mayGoOn()) {
    const due = await candidatesOf(room, account);
    if (due.length === 0) return;
    const platform = await room.platformOf(account);
    if (!platform) return;
    if (platform.repeatable) {
      moved = await deliverAll(room, platform, due);
      continue;
    }
    if (!(await mayTry(room, account))) return;
    const seen = await lookBefore(room, platform, account, due);
    if (seen === 'hold' || !mayGoOn()) return;
    // A retry after a lost answer goes out only right after a look.
    const able = seen === 'unseen' ? due.filter(({ post }) => !post.everUnconfirmed) : due;
    const lookHoldsMs = seen === 'unseen' ? GAP_MS : LOOK_HOLDS_MS;
    moved = false;
    for (const { post, channel } of able) {
      moved = await publishOne(room, platform, channel, post, lookHoldsMs);
      if (moved) break;
    }
  }
}

/** Posts that can simply be made again want no claim: they are made, then recorded in one step. Whether any was. */
async function deliverAll(room: Newsroom, platform: Platform, due: readonly Candidate[]): Promise<boolean> {
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

/** One post from claim to record; whether anything became of it. */
async function publishOne(
  room: Newsroom,
  platform: Platform,
  channel: Channel,
  post: Post,
  lookHoldsMs: number,
): Promise<boolean> {
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
  const arming = (prepared: Ready) => {
    return { ...terms(), token, prepared, clockAheadMs: room.clocks.get(post.account)?.aheadMs };
  };
  const claimed = await consult(room, post, (s) => {
    const seen = asSeenHere(s, room);
    const answer = claim(seen, { ...terms(), token, costUsd, lookHoldsMs });
    const isTry = s.account.noCredits !== undefined;
    if (answer.type !== 'claimed' || !isPrepared(room, platform, channel, answer.transition.post))
      return { ...answer, isTry };
    // Nothing comes between the claim and the arm, and each commit is a wait for the disk.
    const armed = arm({ ...seen, post: answer.transition.post }, arming({ type: 'ready' }));
    return { ...answer, isTry, ...(armed.type === 'armed' && { next: armed.transition }) };
  });
  if (claimed?.type !== 'claimed') {
    if (claimed) room.log.debug('not claimed', { post: post.id, why: claimed.why });
    return claimed?.type === 'moved' || claimed?.type === 'gone';
  }
  completed('claim', post.id);
  const ready: PrepareOutcome = claimed.next
    ? { type: 'ready' }
    : await prepare(room, platform, channel, claimed.transition.post);
  if (ready.type !== 'ready') {
    const answer = await consult(room, post, (s) => {
      return { transition: unprepared(s.post, token, ready, { ...terms(), account: s.account }) };
    });
    if (!answer?.transition) await hear(room, post.account, 'speak', ready);
    return true;
  }
  completed('prepare', post.id);
  const armed = claimed.next ?? (await armNow(room, post, ready, arming));
  if (!armed) {
    await hear(room, post.account, 'speak', ready);
    return true;
  }
  completed('arm', post.id);
  const created = await create(room, platform, armed.post);
  completed('create', post.id);
  hearClock(room, post.account, created);
  const outcome = { ...created, limits: [...(ready.limits ?? []), ...(created.limits ?? [])] };
  // Nearly always nobody has touched the post meanwhile, and its account need not be read for this.
  const usual = outcome.type === 'published' && !claimed.isTry;
  const published = usual && record(armed.post, token, outcome, terms());
  if (!published || !(await commit(room, published))) await recordAnswer(room, post, token, outcome, terms);
  completed('record', post.id);
  return true;
}

/** Arms the post once it is ready; undefined: it must not go out now, or is another's by now. */
async function armNow(
  room: Newsroom,
  post: Post,
  ready: Ready,
  arming: (prepared: Ready) => Parameters<typeof arm>[1],
): Promise<Transition | undefined> {
  // A window of its own, such as that of uploads, has let this post through.
  const limits = ready.limits?.filter(({ everyUse }) => everyUse) ?? [];
  await hear(room, post.account, 'speak', { ...ready, limits });
  const armed = await consult(room, post, (s) => arm(asSeenHere(s, room), arming(ready)));
  return armed?.type === 'armed' ? armed.transition : undefined;
}

/** Records an answer over the post and its account as they are by now. */
async function recordAnswer(
  room: Newsroom,
  post: Post,
  token: string,
  outcome: PublishOutcome,
  terms: () => RecordTerms,
): Promise<void> {
  const answer = await consult(room, post, (s) => {
    const recorded = record(s.post, token, outcome, { ...terms(), account: s.account });
    return { transition: recorded ?? answeredLate(s.post, outcome, room.now()), isHeard: recorded !== undefined };
  });
  // An answer whose claim was lost says nothing of the post any more, but still of the account.
  if (!answer?.isHeard) await hear(room, post.account, 'speak', outcome);
}

/** The situation as the one process may see it that tries whether there are credits again. */
function asSeenHere(s: Situation, room: Newsroom): Situation {
  return { ...s, account: seenBy(onlooker(room, s.account.id), s.account) };
}

function unprepared(
  post: Post,
  token: string,
  outcome: Exclude<PrepareOutcome, Ready>,
  terms: RecordTerms,
): Transition | undefined {
  switch (outcome.type) {
    case 'not-ready':
      return alsoOfAccount(notReady(post, token, outcome.detail, terms), outcome, terms);
    case 'image-unavailable':
      return alsoOfAccount(imageUnavailable(post, token, outcome.detail, terms), outcome, terms);
    default:
      return record(post, token, outcome, terms);
  }
}

/** Headers stand beside every answer. */
function alsoOfAccount(
  transition: Transition | undefined,
  outcome: PrepareOutcome,
  { now }: RecordTerms,
): Transition | undefined {
  return transition && { ...transition, ...gateChange(transition.post.account, 'speak', outcome, now) };
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
