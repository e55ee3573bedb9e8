import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Answer, json, problem } from './answer.ts';
import { userIdOf } from './authorization.ts';
import { type Endpoint, routeOf } from './endpoint.ts';
import { type Asked, carryOut, type XAccount } from './endpoints.ts';
import { type FaultPlan, noFaults } from './fault.ts';
import type { Journal, JournalRequest } from './journal.ts';
import { type Reply, send } from './line.ts';
import { play } from './play.ts';
import { type CountByLink, type StoredPost, Wall } from './wall.ts';
import { type CallLimits, type CallWindow, CallWindows, X_LIMITS } from './windows.ts';

/** How the look-alike differs from the real X; times in milliseconds of `now()`. */
export interface LookalikeXOptions {
  /** One account, id 1001, without it. */
  readonly accounts?: readonly XAccount[];
  /** Epoch milliseconds; the machine's own clock without it. It must not run backwards. */
  readonly now?: () => number;
  /** How far the server's clock runs ahead of `now()`. */
  readonly clockAheadMs?: number;
  /** How long a stored post stays out of the timeline. */
  readonly timelineLagMs?: number;
  /** Whether a text that is live on the account is refused; true without it. */
  readonly refusesDuplicates?: boolean;
  /** X's own limits where not given. */
  readonly limits?: Partial<CallLimits>;
  /** The plan at the start: X works, without it. */
  readonly faults?: FaultPlan;
  /** Plans that can be switched to by name; `none` is always there. */
  readonly plans?: Readonly<Record<string, FaultPlan>>;
}

/** Starts a look-alike of api.x.com on a free port of 127.0.0.1, plain HTTP. */
export async function startLookalikeX(options: LookalikeXOptions = {}): Promise<LookalikeX> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const server = createServer().once('error', reject).listen(0, '127.0.0.1', resolve);
  await promise;
  return new LookalikeX(server, options);
}

/** A running look-alike: it answers as X does, fails as its plan says and forgets nothing. */
export class LookalikeX {
  readonly port: number;
  readonly #server: Server;
  readonly #options: LookalikeXOptions;
  readonly #accounts: readonly XAccount[];
  readonly #windows: CallWindows;
  readonly #wall = new Wall();
  readonly #requests: JournalRequest[] = [];
  readonly #counts = new Map<string, number>();
  #late: { readonly at: number; readonly run: (at: number) => void }[] = [];
  #plan: FaultPlan;

  constructor(server: Server, options: LookalikeXOptions) {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the look-alike listens on no port');
    this.port = address.port;
    this.#server = server;
    this.#options = options;
    this.#accounts = options.accounts ?? [{ id: '1001', username: 'demo' }];
    this.#windows = new CallWindows({ ...X_LIMITS, ...options.limits });
    this.#plan = options.faults ?? noFaults;
    server.on('request', (request, response) => {
      // A request that is cut off on its way in never was one.
      text(request).then(
        (body) => this.#take(request, body, response),
        () => response.destroy(),
      );
    });
  }

  /** Where the v2 API begins, for a client's own prefix. */
  get prefix(): string {
    return `http://127.0.0.1:${this.port}/2/`;
  }

  get journal(): Journal {
    this.#catchUp();
    return { requests: this.#requests, posts: this.#wall.posts, stillToCome: this.#late.length };
  }

  /** Switches to another plan, or to one of the named ones; a name that no plan has is an error. */
  useFaults(plan: FaultPlan | string): void {
    const next = typeof plan === 'string' ? this.#named(plan) : plan;
    if (!next) throw new Error(`no plan is called ${plan}`);
    this.#plan = next;
  }

  /** Someone posts in the web page. */
  postByHand(account: string, words: string): StoredPost {
    return this.#wall.add(account, words, this.#catchUp(), true);
  }

  /** Live posts, those made by hand too, per account and first link without `utm_*`. */
  liveByLink(): CountByLink {
    this.#catchUp();
    return this.#wall.countByLink('live');
  }

  /** The same with the deleted ones. */
  everByLink(): CountByLink {
    this.#catchUp();
    return this.#wall.countByLink('ever');
  }

  /** Ends every connection, the silent ones too. */
  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  #take(request: IncomingMessage, body: string, response: ServerResponse): void {
    const at = this.#catchUp();
    const { method = '' } = request;
    const url = new URL(request.url ?? '', this.prefix);
    const control = this.#control(`${method} ${url.pathname}`, body);
    if (control) {
      response.writeHead(control.status, control.headers).end(control.body);
      return;
    }
    const route = routeOf(method, url.pathname);
    const entry: JournalRequest = { at, method, path: url.pathname, ...(route ? { endpoint: route.endpoint } : {}) };
    this.#requests.push(entry);
    const userId = userIdOf(request.headers.authorization);
    const account = this.#accounts.find(({ id }) => id === userId);
    if (!route || !account) {
      send({ as: 'application', answer: problem(route ? 401 : 404) }, response, entry);
      return;
    }
    entry.account = account.id;
    const window = this.#windows.at(account.id, route.endpoint, at);
    const reply = this.#reply(entry, { route, account, query: url.searchParams, body }, window);
    send(reply, response, entry, window);
  }

  #reply(entry: JournalRequest, asked: Asked, window: CallWindow): Reply {
    if (window.remaining === 0) {
      if (window.told) entry.calledWhileLimited = true;
      return { as: 'application', answer: problem(429) };
    }
    window.remaining -= 1;
    const { endpoint } = asked.route;
    const fault = this.#plan({ endpoint, method: entry.method, path: entry.path, n: this.#count(endpoint) });
    if (fault) entry.fault = fault;
    return play(fault, {
      account: asked.account.id,
      carryOut: () => this.#carryOut(entry, asked, entry.at),
      carryOutLate: (lateMs) =>
        this.#late.push({ at: entry.at + lateMs, run: (at) => this.#carryOut(entry, asked, at) }),
      useUpWindow: () => {
        window.remaining = 0;
      },
    });
  }

  #carryOut(entry: JournalRequest, asked: Asked, at: number): Answer {
    const { refusesDuplicates = true, timelineLagMs = 0 } = this.#options;
    const world = { accounts: this.#accounts, wall: this.#wall, refusesDuplicates, timelineLagMs };
    const { answer, stored } = carryOut({ ...world, ...asked, at });
    entry.outcome = answer.status;
    if (stored) entry.stored = stored.id;
    return answer;
  }

  /** `GET /__journal` and `POST /__faults` (`{"plan":"…"}`), for other processes. */
  #control(call: string, body: string): Answer | undefined {
    if (call === 'GET /__journal') return json(200, this.journal);
    if (call !== 'POST /__faults') return undefined;
    const asked: unknown = JSON.parse(body);
    const plan = typeof asked === 'object' && asked !== null && 'plan' in asked ? asked.plan : undefined;
    if (typeof plan !== 'string' || !this.#named(plan)) return json(404, { error: 'no plan of that name' });
    this.useFaults(plan);
    return json(200, { plan });
  }

  #named(name: string): FaultPlan | undefined {
    return { none: noFaults, ...this.#options.plans }[name];
  }

  #count(endpoint: Endpoint): number {
    const n = (this.#counts.get(endpoint) ?? 0) + 1;
    this.#counts.set(endpoint, n);
    return n;
  }

  /** Carries out what has come due late, each at its own time; answers the server's time. */
  #catchUp(): number {
    const { now = Date.now, clockAheadMs = 0 } = this.#options;
    const at = Math.trunc(now() + clockAheadMs);
    const due = this.#late.filter((one) => one.at <= at).sort((a, b) => a.at - b.at);
    this.#late = this.#late.filter((one) => one.at > at);
    for (const one of due) one.run(one.at);
    return at;
  }
}
