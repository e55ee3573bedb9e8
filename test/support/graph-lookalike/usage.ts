import type { Told } from '../lookalike/journal.ts';

/** The codes by which Graph says that there were too many calls. */
export type ThrottleCode = 4 | 17 | 32 | 613 | 80001;

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;

/** The calls of one Page: its day's allowance, and a throttle while there is one. Times are the server's clock. */
export class Usage {
  readonly #callsPerDay: number;
  readonly #calls: number[] = [];
  #throttle: { readonly code: ThrottleCode; readonly until: number } | undefined;
  /** Until when a complete answer has told the client to wait; epoch milliseconds. */
  toldUntil = 0;
  /** Who was told so. */
  toldTo: readonly Told[] = [];

  constructor(callsPerDay: number) {
    this.#callsPerDay = callsPerDay;
  }

  /** Counts a call; the code of the throttle that turns it away, if one does. */
  take(at: number): ThrottleCode | undefined {
    this.#calls.push(at);
    this.#calls.splice(
      0,
      this.#calls.findIndex((call) => call > at - DAY_MS),
    );
    if (this.#throttle && this.#throttle.until <= at) this.#throttle = undefined;
    if (this.#throttle) return this.#throttle.code;
    return this.#calls.length > this.#callsPerDay ? 80001 : undefined;
  }

  throttle(code: ThrottleCode, until: number): void {
    this.#throttle = { code, until };
  }

  /** When calls will be taken again; undefined: they are. */
  opensAt(at: number): number | undefined {
    if (this.#throttle && this.#throttle.until > at) return this.#throttle.until;
    const over = this.#calls.length - this.#callsPerDay;
    return over > 0 ? (this.#calls[over - 1] ?? at) + DAY_MS : undefined;
  }

  /**
   * The usage headers: percent, and only for the Page's own limit the time until calls are taken again, in minutes. Both
   * are missing at a low use.
   */
  headers(page: string, at: number): Record<string, string> {
    const code = this.#throttle?.code;
    const opensAt = this.opensAt(at);
    const used = Math.floor((100 * this.#calls.length) / this.#callsPerDay);
    const ofApp = code !== undefined && code !== 80001;
    const percent = opensAt === undefined || ofApp ? used : Math.max(100, used);
    const minutes = opensAt === undefined || ofApp ? 0 : Math.ceil((opensAt - at) / MINUTE_MS);
    const counts = { total_cputime: Math.ceil(percent / 4), total_time: Math.ceil(percent / 4) };
    const ofPage = { type: 'pages', call_count: percent, ...counts, estimated_time_to_regain_access: minutes };
    return {
      ...(percent > 0 ? { 'x-business-use-case-usage': JSON.stringify({ [page]: [ofPage] }) } : {}),
      ...(ofApp ? { 'x-app-usage': JSON.stringify({ call_count: 103, total_time: 25, total_cputime: 25 }) } : {}),
    };
  }
}
