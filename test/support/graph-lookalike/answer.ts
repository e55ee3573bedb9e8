import { randomBytes } from 'node:crypto';
import { type Answer, json } from '../lookalike/answer.ts';

/** What Graph says of an error; `status` is the HTTP status beside it. */
export interface GraphError {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly subcode?: number;
  readonly type?: string;
  readonly transient?: boolean;
  /** Title and words for the person in front of it. */
  readonly told?: readonly [string, string];
}

/** Graph's error object, with a trace id of its own. */
export function graphError(error: GraphError): Answer {
  const { status, code, message, subcode, type = 'OAuthException', transient, told } = error;
  return json(status, {
    error: {
      message,
      type,
      code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      ...(transient === undefined ? {} : { is_transient: transient }),
      ...(told === undefined ? {} : { error_user_title: told[0], error_user_msg: told[1] }),
      fbtrace_id: `A${randomBytes(16).toString('base64url')}`,
    },
  });
}

/** Code 100 for a parameter that is missing or wrong. */
export function invalidParameter(message: string): Answer {
  return graphError({ status: 400, code: 100, message: `(#100) ${message}` });
}

/** Code 100, subcode 33: nothing has that id, or not for this token. */
export function noSuchObject(method: string, id: string): Answer {
  const message =
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to ` +
    'missing permissions, or does not support this operation. Please read the Graph API documentation at ' +
    'https://developers.facebook.com/docs/graph-api';
  return graphError({ status: 400, code: 100, subcode: 33, type: 'GraphMethodException', message });
}
