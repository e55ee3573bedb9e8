import type { Told } from '../lookalike/journal.ts';
import type { Endpoint } from './endpoint.ts';

/** Calls per account and fifteen minutes, per endpoint. */
export type CallLimits = Readonly<Record<Endpoint, number>>;

/** X's own limits per user (docs, 2026-08). */
export const X_LIMITS: CallLimits = { create: 100, delete: 50, timeline: 900, me: 75, upload: 500, alt: 500 };

const WINDOW_MS = 15 * 60 * 1000;

/** One window of one account at one endpoint. */
export interface CallWindow {
  readonly limit: number;
  remaining: number;
  /** Milliseconds on the server's clock, a whole second. */
  readonly resetAt: number;
  /** Who has been told that nothing remains, by complete answers. */
  readonly toldTo: Told[];
}

/** The windows of all accounts; each opens at its first call. */
export class CallWindows {
  readonly #limits: CallLimits;
  readonly #open = new Map<string, CallWindow>();

  constructor(limits: CallLimits) {
    this.#limits = limits;
  }

  /** The window that holds `at` (server's clock). */
  at(account: string, endpoint: Endpoint, at: number): CallWindow {
    const key = `${account} ${endpoint}`;
    const open = this.#open.get(key);
    if (open && at < open.resetAt) return open;
    const limit = this.#limits[endpoint];
    const fresh = { limit, remaining: limit, resetAt: Math.ceil((at + WINDOW_MS) / 1000) * 1000, toldTo: [] };
    this.#open.set(key, fresh);
    return fresh;
  }
}

/** A window as X's headers tell it. */
export function windowHeaders({ limit, remaining, resetAt }: CallWindow): Record<string, string> {
  return {
    'x-rate-limit-limit': String(limit),
    'x-rate-limit-remaining': String(remaining),
    'x-rate-limit-reset': String(resetAt / 1000),
  };
}
