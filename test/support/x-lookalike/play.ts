import { type Answer, json, page } from '../lookalike/answer.ts';
import type { Reply } from '../lookalike/line.ts';
import { problem, problemType } from './answer.ts';
import type { Fault } from './fault.ts';

/** One request about to be answered. */
export interface Scene {
  readonly account: string;
  /** Does what was asked and gives the true answer. */
  carryOut(): Answer;
  /** Does what was asked so much later (server's clock), whoever is still there. */
  carryOutLate(lateMs: number): void;
  useUpWindow(): void;
}

/** What a request gets to hear under a fault; the truth where there is none. */
export function play(fault: Fault | undefined, scene: Scene): Reply {
  if (!fault) return said(scene.carryOut());
  switch (fault.type) {
    case 'status':
      if (fault.stored) scene.carryOut();
      return said(problem(fault.status, fault.detail));
    case 'reset':
    case 'silence':
      if (fault.stored) scene.carryOut();
      return { as: fault.type };
    case 'drip':
      return { as: 'drip', answer: scene.carryOut(), everyMs: fault.everyMs };
    case 'half-json':
      return { as: 'half', answer: scene.carryOut(), end: fault.end };
    case 'created-without-id':
      return refusal(fault, scene) ?? said(json(201, { data: {} }));
    case 'empty-201':
      return refusal(fault, scene) ?? said({ ...json(201, {}), body: '' });
    case 'redirect-302': {
      const headers = { location: 'https://x.com/account/access' };
      return refusal(fault, scene) ?? { as: 'front', answer: { status: 302, headers, body: '' } };
    }
    case 'html':
      return refusal(fault, scene) ?? { as: 'front', answer: page(200, 'text/html; charset=utf-8') };
    case '503-html-as-json':
      if (fault.stored) scene.carryOut();
      return { as: 'front', answer: page(503, 'application/json; charset=utf-8') };
    case 'limited':
      scene.useUpWindow();
      return said(problem(429));
    case 'limited-without-headers':
      return { as: 'front', answer: problem(429) };
    case 'usage-capped':
      return said(usageCapped(scene.account));
    case 'dead-token':
      return said(problem(401));
    case 'no-credits':
      return said(noCredits(scene.account));
    case 'suspended':
      return said(problem(403, 'Your account is suspended.', { type: problemType('user-suspended') }));
    case 'store-late':
      scene.carryOutLate(fault.lateMs);
      return { as: fault.end };
  }
}

function said(answer: Answer): Reply {
  return { as: 'application', answer };
}

/** Only a success is disguised: what X refuses is refused in its own words. */
function refusal(fault: { readonly stored: boolean }, scene: Scene): Reply | undefined {
  const answer = fault.stored ? scene.carryOut() : undefined;
  return answer && answer.status >= 400 ? said(answer) : undefined;
}

function usageCapped(account: string): Answer {
  return json(429, {
    account_id: account,
    product_name: 'standard-basic',
    title: 'UsageCapExceeded',
    period: 'Monthly',
    scope: 'Product',
    detail: 'Usage cap exceeded: Monthly product cap',
    type: problemType('usage-capped'),
  });
}

function noCredits(account: string): Answer {
  const detail = 'Your enrolled account does not have any credits to fulfill this request.';
  return problem(402, detail, { title: 'CreditsDepleted', type: problemType('credits'), account_id: account });
}
