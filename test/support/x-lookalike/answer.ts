import { STATUS_CODES } from 'node:http';
import { type Answer, json } from '../lookalike/answer.ts';

/** X's problem document for a status, in its plain form. */
export function problem(
  status: number,
  detail = STATUS_CODES[status] ?? 'Error',
  more: Readonly<Record<string, unknown>> = {},
): Answer {
  const document = { title: STATUS_CODES[status] ?? 'Error', type: 'about:blank', status, detail, ...more };
  return { ...json(status, document), headers: { 'content-type': 'application/problem+json; charset=utf-8' } };
}

/** X's 400 for a request it does not understand; `name` is the field or parameter at fault. */
export function invalidRequest(name: string, value: string, message: string): Answer {
  return problem(400, 'One or more parameters to your request was invalid.', {
    title: 'Invalid Request',
    type: problemType('invalid-request'),
    errors: [{ message, parameters: { [name]: [value] } }],
  });
}

/** The address by which X names a kind of problem; its real answers still use the old host. */
export function problemType(name: string): string {
  return `https://api.twitter.com/2/problems/${name}`;
}
