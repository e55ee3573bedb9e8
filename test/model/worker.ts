import type { RecordTerms } from '../../src/domain/attempt.ts';
import { arm, claim } from '../../src/domain/claiming.ts';
import { gateChange } from '../../src/domain/hearing.ts';
import type { PublishOutcome } from '../../src/domain/ports.ts';
import type { Sending } from '../../src/domain/post.ts';
import { record } from '../../src/domain/recording.ts';
import { answeredLate } from '../../src/domain/settling.ts';
import { isDue } from '../../src/domain/time.ts';
import { adoptSteps, candidatesOf, isNews, lookBefore, remember, sawOf } from './looking.ts';
import { fatesOf } from './platform.ts';
import { settleSteps, stepsOfSettling } from './settler.ts';
import { DELIVERY, mishap, postOf, type Step, type Worker, type World, withWorker } from './state.ts';
import { consult, patched } from './store.ts';

const IDLE: Worker = { at: 'idle' };
export const OUTLET = { id: 'demo', name: 'Demo', url: 'https://news.example', language: 'en', timezone: 'UTC' };

/** What a worker may do next, and that it may die instead. The same steps as `src/pipeline`, one at a time. */
export function stepsOf(world: World, slot: number): readonly Step[] {
  const worker = world.workers[slot];
  if (!worker) return [];
  const steps = worker.at === 'idle' ? idle(world, slot) : busy(world, slot, worker);
  const dies = worker.at !== 'idle' && world.left.mishaps > 0;
  return dies ? [...steps, { says: `worker ${slot} dies`, world: dead(world, slot), isCalm: false }] : steps;
}

function dead(world: World, slot: number): World {
  // Nobody waits for the answer any more.
  const late = world.platform.late.map(({ worker, ...request }) =>
    worker === slot || worker === undefined ? request : { ...request, worker },
  );
  return withWorker(mishap({ ...world, platform: { ...world.platform, late } }), slot, IDLE);
}

function idle(world: World, slot: number): readonly Step[] {
  return [...settleSteps(world, slot), ...adoptSteps(world, slot), ...speak(world, slot)];
}

/** Looks before it speaks where it must, then claims the first post that can be claimed. */
function speak(world: World, slot: number): readonly Step[] {
  const due = candidatesOf(world);
  if (due.length === 0) return [];
  const look = lookBefore(world, due);
  if (look.type === 'look') {
    const saw = sawOf(world);
    // Where nothing was seen that could be acted on, it does not matter when it is remembered.
    const next = isNews(world, saw.seen) ? withWorker(world, slot, saw) : remember(world, saw);
    return [{ says: `worker ${slot} reads the account before it speaks`, world: next, isCalm: true }];
  }
  const able = look.type === 'unseen' ? due.filter(({ everUnconfirmed }) => !everUnconfirmed) : due;
  for (const post of able) {
    const terms = { ...termsOf(world), token: String(slot), costUsd: 0, lookHoldsMs: look.holdsMs };
    const { world: next, answer } = consult(world, post.id, (s) => claim(s, terms));
    if (answer?.type === 'claimed') {
      return [
        {
          says: `worker ${slot} claims ${post.id}`,
          world: withWorker(next, slot, { at: 'claimed', post: post.id }),
          isCalm: true,
        },
      ];
    }
    if (next !== world)
      return [{ says: `worker ${slot} moves ${post.id} on: ${answer?.why}`, world: next, isCalm: true }];
  }
  return [];
}

function busy(world: World, slot: number, worker: Exclude<Worker, { at: 'idle' }>): readonly Step[] {
  switch (worker.at) {
    case 'saw':
      return [
        {
          says: `worker ${slot} remembers what it read`,
          world: withWorker(remember(world, worker), slot, IDLE),
          isCalm: true,
        },
      ];
    case 'claimed':
      return [arming(world, slot, worker.post)];
    case 'armed':
      return creating(world, slot, worker.post, worker.sending);
    case 'waiting':
      if (!isDue(worker.deadline, world.now)) return [];
      return [{ says: `worker ${slot} waits no longer`, world: givenUp(world, slot, worker.post), isCalm: true }];
    case 'answered':
      return [recording(world, slot, worker.post, worker.outcome)];
    default:
      return stepsOfSettling(world, slot, worker);
  }
}

function arming(world: World, slot: number, id: string): Step {
  const terms = { ...termsOf(world), token: String(slot), prepared: { type: 'ready' as const } };
  const { world: next, answer } = consult(world, id, (s) => arm(s, terms));
  const sending = answer?.type === 'armed' ? answer.transition.post.sending : undefined;
  const hands: Worker = sending ? { at: 'armed', post: id, sending } : IDLE;
  return {
    says: `worker ${slot} ${sending ? 'arms' : 'does not arm'} ${id}`,
    world: withWorker(next, slot, hands),
    isCalm: true,
  };
}

/** The one call that cannot be repeated. */
function creating(world: World, slot: number, id: string, { text, link, deadline }: Sending): readonly Step[] {
  const answered = (next: World, outcome: PublishOutcome) =>
    withWorker(next, slot, { at: 'answered', post: id, outcome });
  if (isDue(deadline, world.now)) {
    const late = answered(world, { type: 'unavailable', detail: 'woke up too late' });
    return [{ says: `worker ${slot} wakes up too late to send ${id}`, world: late, isCalm: true }];
  }
  return fatesOf(world, { post: id, text, link, worker: slot }).map(({ says, world: next, outcome, isCalm }) => ({
    says: `worker ${slot} sends ${id}: ${says}`,
    world: outcome ? answered(next, outcome) : withWorker(next, slot, { at: 'waiting', post: id, deadline }),
    isCalm,
  }));
}

function givenUp(world: World, slot: number, id: string): World {
  const late = world.platform.late.map(({ worker, ...request }) =>
    worker === slot || worker === undefined ? request : { ...request, worker },
  );
  const outcome: PublishOutcome = { type: 'unconfirmed', detail: 'timeout' };
  return withWorker({ ...world, platform: { ...world.platform, late } }, slot, { at: 'answered', post: id, outcome });
}

function recording(world: World, slot: number, id: string, outcome: PublishOutcome): Step {
  const { world: next, answer } = consult(world, id, (s) => ({
    transition: record(s.post, String(slot), outcome, termsOf(world)) ?? answeredLate(s.post, outcome, world.now),
  }));
  const told = answer?.transition ? next : actOnGate(next, id, outcome);
  const what = outcome.type === 'refused' && outcome.duplicate ? 'duplicate' : outcome.type;
  return { says: `worker ${slot} records "${what}" for ${id}`, world: withWorker(told, slot, IDLE), isCalm: true };
}

/** An answer whose claim was lost still says something of the account. */
function actOnGate(world: World, id: string, outcome: PublishOutcome): World {
  const { account, pause } = gateChange(postOf(world, id).account, 'speak', outcome, world.now);
  const limited = account ? { ...world, account: patched(world.account, account) } : world;
  return pause && world.pauses.length === 0 ? { ...limited, pauses: [pause] } : limited;
}

/** What the rules are asked with. */
export function termsOf({ now, channel }: World): RecordTerms & { outlet: typeof OUTLET; channel: World['channel'] } {
  return { now, channel, delivery: DELIVERY, random: 0, outlet: OUTLET };
}
