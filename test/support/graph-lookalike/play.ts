import { type Answer, json, page } from '../lookalike/answer.ts';
import type { Reply } from '../lookalike/line.ts';
import { graphError } from './answer.ts';
import type { Fault } from './fault.ts';
import { deadToken } from './token.ts';
import type { ThrottleCode } from './usage.ts';

/** One request about to be answered. */
export interface Scene {
  /** Does what was asked and gives the true answer. */
  carryOut(): Answer;
  /** Does what was asked so much later (server's clock), whoever is still there. */
  carryOutLate(lateMs: number): void;
  throttle(code: ThrottleCode, minutes: number): void;
}

/** What a request gets to hear under a fault; the truth where there is none. */
export function play(fault: Fault | undefined, scene: Scene): Reply {
  if (!fault) return said(scene.carryOut());
  switch (fault.type) {
    case 'service':
      if (fault.stored) scene.carryOut();
      return said(service(fault.code));
    case 'limited':
      scene.throttle(fault.code, fault.minutes);
      return said(throttled(fault.code));
    case 'limited-without-headers':
      return { as: 'front', answer: throttled(fault.code) };
    case 'dead-token':
      return said(deadToken(fault.subcode));
    case 'no-permission':
      return said(graphError({ status: 403, code: fault.code, message: `(#${fault.code}) Permission missing` }));
    case 'blocked':
      return said(blocked());
    case 'invalid':
      return said(graphError({ status: 400, code: 100, message: '(#100) Invalid parameter' }));
    case 'unscrapable':
      return said(unscrapable(fault.as));
    case '502-html':
      if (fault.stored) scene.carryOut();
      return { as: 'front', answer: page(502, 'text/html; charset=utf-8') };
    case 'empty-200':
      return refusal(fault, scene) ?? said({ ...json(200, {}), body: '' });
    case 'false-body':
      return refusal(fault, scene) ?? said(json(200, false));
    case '500-without-error':
      if (fault.stored) scene.carryOut();
      return said(json(500, { success: false }));
    case 'reset':
    case 'silence':
      if (fault.stored) scene.carryOut();
      return { as: fault.type };
    case 'drip':
      return { as: 'drip', answer: scene.carryOut(), everyMs: fault.everyMs };
    case 'half-json':
      return { as: 'half', answer: scene.carryOut(), end: fault.end };
    case 'store-late':
      scene.carryOutLate(fault.lateMs);
      return { as: fault.end };
  }
}

/** Graph's words for too many calls. */
export function throttled(code: ThrottleCode): Answer {
  const message = `(#${code}) There have been too many calls. Wait a bit and try again.`;
  return graphError({ status: code === 4 || code === 32 ? 403 : 400, code, message });
}

function said(answer: Answer): Reply {
  return { as: 'application', answer };
}

/** Only a success is disguised: what Graph refuses is refused in its own words. */
function refusal(fault: { readonly stored: boolean }, scene: Scene): Reply | undefined {
  const answer = fault.stored ? scene.carryOut() : undefined;
  return answer && answer.status >= 400 ? said(answer) : undefined;
}

function service(code: 1 | 2): Answer {
  const message = code === 1 ? 'An unknown error occurred' : '(#2) Service temporarily unavailable';
  return graphError({ status: 500, code, message, transient: code === 2 });
}

function blocked(): Answer {
  const told = ['You can’t post right now', 'We limit how often you can post, comment or do other things.'] as const;
  const message = 'The action attempted has been deemed abusive or is otherwise disallowed';
  return graphError({ status: 400, code: 368, subcode: 1390008, message, transient: false, told });
}

function unscrapable(as: 'code' | 'subcode'): Answer {
  const message = 'There was a problem scraping data from the provided link.';
  return as === 'code'
    ? graphError({ status: 400, code: 1609005, message, type: 'FacebookApiException' })
    : graphError({ status: 400, code: 100, subcode: 1609005, message, transient: false });
}
