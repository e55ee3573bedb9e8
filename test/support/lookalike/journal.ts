import type { StoredPost } from './wall.ts';

/** One request as it arrived, whole, and what became of it. Times are epoch milliseconds of the server's clock. */
export interface JournalRequest<Endpoint extends string, Fault> {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** From where on a list of posts was asked for. */
  readonly since?: string;
  /** Undefined: the platform has nothing there. */
  endpoint?: Endpoint;
  account?: string;
  fault?: Fault;
  /** The status the client was sent; undefined: none. */
  status?: number;
  /** The true status of a request that was carried out, whatever the client was sent. */
  outcome?: number;
  /** The post it made. */
  stored?: string;
  /** The process that made it, where it says so. */
  readonly client?: string;
  /** Made although complete answers had said that nothing remains until later. */
  calledWhileLimited?: true;
  /** Of such a call: who got those answers, and when. */
  toldTo?: readonly Told[];
}

/** Someone was told that nothing remains until later. */
export interface Told {
  readonly client?: string;
  readonly endpoint?: string;
  readonly at: number;
}

/** Everything that was asked of a platform and everything it stored, in order; entries are never taken off. */
export interface Journal<Endpoint extends string, Fault> {
  readonly requests: readonly JournalRequest<Endpoint, Fault>[];
  readonly posts: readonly StoredPost[];
  /** Requests that will still be carried out, late. */
  readonly stillToCome: number;
}

/** The client of this request, as told. */
export function toldIn({ client, endpoint, at }: JournalRequest<string, unknown>): Told {
  return { at, ...(client !== undefined && { client }), ...(endpoint !== undefined && { endpoint }) };
}
