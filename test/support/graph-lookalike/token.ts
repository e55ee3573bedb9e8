import { createHmac } from 'node:crypto';
import type { Answer } from '../lookalike/answer.ts';
import { graphError } from './answer.ts';

/** One Page of the look-alike, and the token that speaks for it. */
export interface GraphPage {
  readonly id: string;
  readonly name: string;
  readonly accessToken: string;
  /** When the token runs out, epoch seconds; never, without it. */
  readonly tokenEndsAt?: number;
}

/** The Page a request speaks for, or what Graph says where its token or its proof is wrong. */
export function speakerOf(
  parameters: URLSearchParams,
  pages: readonly GraphPage[],
  appSecret: string,
): GraphPage | Answer {
  const token = parameters.get('access_token');
  if (!token) return graphError({ status: 400, code: 2500, message: 'An active access token must be used.' });
  const page = pages.find(({ accessToken }) => accessToken === token);
  if (!page) return deadToken();
  return proofFault(parameters, token, appSecret) ?? page;
}

/** What Graph says of a request whose proof is missing or wrong. */
export function proofFault(parameters: URLSearchParams, token: string, appSecret: string): Answer | undefined {
  const proof = parameters.get('appsecret_proof');
  if (proof === null) return badProof('API calls from the server require an appsecret_proof argument');
  const expected = createHmac('sha256', appSecret).update(token).digest('hex');
  return proof === expected ? undefined : badProof('Invalid appsecret_proof provided in the API argument');
}

/** Code 190; its subcode says why the token died: 460 a changed password, 463 its age, 492 a lost role on the Page. */
export function deadToken(subcode?: number): Answer {
  const message = 'Error validating access token: The session has been invalidated.';
  return graphError({ status: 400, code: 190, message, ...(subcode === undefined ? {} : { subcode }) });
}

function badProof(message: string): Answer {
  return graphError({ status: 400, code: 100, type: 'GraphMethodException', message });
}
