import type { Server } from 'node:http';
import type { Answer } from '../lookalike/answer.ts';
import { type JournalRequest, toldIn } from '../lookalike/journal.ts';
import type { Reply, Said } from '../lookalike/line.ts';
import { type Call, Lookalike, type LookalikeOptions, listening } from '../lookalike/lookalike.ts';
import { type StoredPost, Wall } from '../lookalike/wall.ts';
import { problem } from './answer.ts';
import { userIdOf } from './authorization.ts';
import { type Endpoint, routeOf } from './endpoint.ts';
import { type Asked, carryOut, type XAccount } from './endpoints.ts';
import type { Fault } from './fault.ts';
import type { UploadedMedia } from './media.ts';
import { play } from './play.ts';
import { snowflakes } from './snowflakes.ts';
import { linksOf } from './text.ts';
import { type CallLimits, type CallWindow, CallWindows, windowHeaders, X_LIMITS } from './windows.ts';

/** How the look-alike differs from the real X; times in milliseconds of `now()`. */
export interface LookalikeXOptions extends LookalikeOptions<Endpoint, Fault> {
  /** One account, id 1001, without it. */
  readonly accounts?: readonly XAccount[];
  /** Whether a text that is live on the account is refused; true without it. */
  readonly refusesDuplicates?: boolean;
  /** X's own limits where not given. */
  readonly limits?: Partial<CallLimits>;
}

/** Starts a look-alike of api.x.com on a free port of 127.0.0.1, plain HTTP. */
export async function startLookalikeX(options: LookalikeXOptions = {}): Promise<LookalikeX> {
  return new LookalikeX(await listening(), options);
}

/** A running look-alike of X. */
export class LookalikeX extends Lookalike<Endpoint, Fault> {
  readonly #options: LookalikeXOptions;
  readonly #accounts: readonly XAccount[];
  readonly #windows: CallWindows;
  /** Everything that was ever uploaded, oldest first. */
  readonly media: UploadedMedia[] = [];

  constructor(server: Server, options: LookalikeXOptions) {
    super(server, options, new Wall(snowflakes()));
    this.#options = options;
    this.#accounts = options.accounts ?? [{ id: '1001', username: 'demo' }];
    this.#windows = new CallWindows({ ...X_LIMITS, ...options.limits });
  }

  /** Where the v2 API begins, for a client's own prefix. */
  get prefix(): string {
    return `http://127.0.0.1:${this.port}/2/`;
  }

  /** Someone posts in the web page. */
  postByHand(account: string, text: string): StoredPost {
    return this.wall.add({ account, text, links: linksOf(text), createdAt: this.catchUp(), byHand: true });
  }

  protected override answer(call: Call, entry: Entry): Said {
    const { at, method, url, headers, bytes, body } = call;
    const route = routeOf(method, url.pathname);
    if (!route) return { reply: { as: 'application', answer: problem(404) } };
    entry.endpoint = route.endpoint;
    const userId = userIdOf(headers.authorization);
    const account = this.#accounts.find(({ id }) => id === userId);
    if (!account) return { reply: { as: 'application', answer: problem(401) } };
    entry.account = account.id;
    const window = this.#windows.at(account.id, route.endpoint, at);
    const reply = this.#reply(entry, { route, account, query: url.searchParams, headers, bytes, body }, window);
    return {
      reply,
      headers: { 'x-access-level': 'read-write', ...windowHeaders(window) },
      heard: () => {
        if (window.remaining === 0) window.toldTo.push(toldIn(entry));
      },
    };
  }

  #reply(entry: Entry, asked: Asked, window: CallWindow): Reply {
    if (window.remaining === 0) {
      if (window.toldTo.length > 0) Object.assign(entry, { calledWhileLimited: true, toldTo: [...window.toldTo] });
      return { as: 'application', answer: problem(429) };
    }
    window.remaining -= 1;
    return play(this.faultOf(asked.route.endpoint, entry), {
      account: asked.account.id,
      carryOut: () => this.#carryOut(entry, asked, entry.at),
      carryOutLate: (lateMs) => this.later(entry.at + lateMs, (at) => this.#carryOut(entry, asked, at)),
      useUpWindow: () => {
        window.remaining = 0;
      },
    });
  }

  #carryOut(entry: Entry, asked: Asked, at: number): Answer {
    const { refusesDuplicates = true, timelineLagMs = () => 0 } = this.#options;
    const world = { accounts: this.#accounts, wall: this.wall, media: this.media, refusesDuplicates, timelineLagMs };
    const { answer, stored } = carryOut({ ...world, ...asked, at });
    entry.outcome = answer.status;
    if (stored) entry.stored = stored.id;
    return answer;
  }
}

type Entry = JournalRequest<Endpoint, Fault>;
