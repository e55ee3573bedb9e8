import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { CLIENT_HEADER } from '../preload/network.ts';
import { type Answer, json } from './answer.ts';
import type { Journal, JournalRequest } from './journal.ts';
import { type Said, send } from './line.ts';
import type { FaultPlan } from './plan.ts';
import type { CountByLink, Wall } from './wall.ts';

/** How a look-alike differs from its platform, whichever that is; times in milliseconds of `now()`. */
export interface LookalikeOptions<Endpoint extends string, Fault> {
  /** Epoch milliseconds; the machine's own clock without it. It must not run backwards. */
  readonly now?: () => number;
  /** How far the server's clock runs ahead of `now()`. */
  readonly clockAheadMs?: number;
  /** How long the stored post of this id stays out of the account's own list. */
  readonly timelineLagMs?: (id: string) => number;
  /** Real milliseconds from a stored create to its answer; none without it. */
  readonly createTakesMs?: number;
  /** The plan at the start: the platform works, without it. */
  readonly faults?: FaultPlan<Endpoint, Fault>;
  /** Plans that can be switched to by name; `none` is always there. */
  readonly plans?: Readonly<Record<string, FaultPlan<Endpoint, Fault>>>;
}

/** A request as it came in, whole; `at` is the server's clock, epoch milliseconds. */
export interface Call {
  readonly at: number;
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** The same, read as UTF-8. */
  readonly body: string;
}

/** A server on a free port of 127.0.0.1, plain HTTP. */
export async function listening(): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const server = createServer().once('error', reject).listen(0, '127.0.0.1', resolve);
  await promise;
  return server;
}

/** What every look-alike is: it answers as its platform does, fails as its plan says and forgets nothing. */
export abstract class Lookalike<Endpoint extends string, Fault> {
  readonly port: number;
  protected readonly wall: Wall;
  readonly #server: Server;
  readonly #options: LookalikeOptions<Endpoint, Fault>;
  readonly #requests: JournalRequest<Endpoint, Fault>[] = [];
  readonly #counts = new Map<Endpoint, number>();
  #late: { readonly at: number; readonly run: (at: number) => void }[] = [];
  #plan: FaultPlan<Endpoint, Fault>;

  constructor(server: Server, options: LookalikeOptions<Endpoint, Fault>, wall: Wall) {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the look-alike listens on no port');
    this.port = address.port;
    this.wall = wall;
    this.#server = server;
    this.#options = options;
    this.#plan = options.faults ?? noFaults;
    server.on('request', (request, response) => {
      // A request that is cut off on its way in never was one.
      buffer(request).then(
        (bytes) => this.#take(request, bytes, response),
        () => response.destroy(),
      );
    });
  }

  get journal(): Journal<Endpoint, Fault> {
    this.catchUp();
    return { requests: this.#requests, posts: this.wall.posts, stillToCome: this.#late.length };
  }

  /** Switches to another plan, or to one of the named ones; a name that no plan has is an error. */
  useFaults(plan: FaultPlan<Endpoint, Fault> | string): void {
    const next = typeof plan === 'string' ? this.#named(plan) : plan;
    if (!next) throw new Error(`no plan is called ${plan}`);
    this.#plan = next;
  }

  /** Live posts, those made by hand too, per account and first link without `utm_*`. */
  liveByLink(): CountByLink {
    this.catchUp();
    return this.wall.countByLink('live');
  }

  /** The same with the deleted ones. */
  everByLink(): CountByLink {
    this.catchUp();
    return this.wall.countByLink('ever');
  }

  /** Someone deletes a post in the web page. */
  deleteByHand(id: string): void {
    const at = this.catchUp();
    for (const post of this.wall.posts) if (post.id === id) post.deletedAt ??= at;
  }

  /** Ends every connection, the silent ones too. */
  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  /** What the platform says to a call; it fills in the journal's entry. */
  protected abstract answer(call: Call, entry: JournalRequest<Endpoint, Fault>): Said;

  /** The plan's word on a request that the platform would have taken up. */
  protected faultOf(endpoint: Endpoint, entry: JournalRequest<Endpoint, Fault>): Fault | undefined {
    const n = (this.#counts.get(endpoint) ?? 0) + 1;
    this.#counts.set(endpoint, n);
    const fault = this.#plan({ endpoint, method: entry.method, path: entry.path, n });
    if (fault) entry.fault = fault;
    return fault;
  }

  /** Has something done at that time of the server's clock. */
  protected later(at: number, run: (at: number) => void): void {
    this.#late.push({ at, run });
  }

  /** Carries out what has come due late, each at its own time; answers the server's time. */
  protected catchUp(): number {
    const { now = Date.now, clockAheadMs = 0 } = this.#options;
    const at = Math.trunc(now() + clockAheadMs);
    const due = this.#late.filter((one) => one.at <= at).sort((a, b) => a.at - b.at);
    this.#late = this.#late.filter((one) => one.at > at);
    for (const one of due) one.run(one.at);
    return at;
  }

  #take(request: IncomingMessage, bytes: Buffer, response: ServerResponse): void {
    const at = this.catchUp();
    const body = bytes.toString();
    const { method = '', headers } = request;
    const url = new URL(request.url ?? '', `http://127.0.0.1:${this.port}`);
    const control = this.#control(`${method} ${url.pathname}`, body);
    if (control) {
      response.writeHead(control.status, control.headers).end(control.body);
      return;
    }
    const client = headers[CLIENT_HEADER];
    const since = ['since_id', 'since', 'start_time']
      .map((name) => url.searchParams.get(name))
      .find((one) => one !== null);
    const entry: JournalRequest<Endpoint, Fault> = {
      at,
      method,
      path: url.pathname,
      ...(since && { since }),
      ...(typeof client === 'string' && { client }),
    };
    this.#requests.push(entry);
    const said = this.answer({ at, method, url, headers, bytes, body }, entry);
    const { createTakesMs = 0 } = this.#options;
    if (entry.endpoint === 'create' && createTakesMs > 0) setTimeout(() => send(said, response, entry), createTakesMs);
    else send(said, response, entry);
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

  #named(name: string): FaultPlan<Endpoint, Fault> | undefined {
    return { none: noFaults, ...this.#options.plans }[name];
  }
}

const noFaults = () => undefined;
