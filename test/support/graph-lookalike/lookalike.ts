import type { Server } from 'node:http';
import type { Answer } from '../lookalike/answer.ts';
import { type JournalRequest, toldIn } from '../lookalike/journal.ts';
import type { Reply, Said } from '../lookalike/line.ts';
import { type Call, Lookalike, type LookalikeOptions, listening } from '../lookalike/lookalike.ts';
import { type StoredPost, Wall } from '../lookalike/wall.ts';
import { graphError } from './answer.ts';
import { type Endpoint, routeOf } from './endpoint.ts';
import { type Asked, carryOut } from './endpoints.ts';
import type { Fault } from './fault.ts';
import { parametersOf } from './parameters.ts';
import {
  carryOutPersonal,
  type GraphApp,
  type GraphPerson,
  isPersonal,
  type PersonalWork,
  personOf,
} from './people.ts';
import type { Photo } from './photos.ts';
import { play, throttled } from './play.ts';
import { linksOf } from './posts.ts';
import { type GraphPage, speakerOf } from './token.ts';
import { Usage } from './usage.ts';

/** How the look-alike differs from the real Graph API; times in milliseconds of `now()`. */
export interface LookalikeGraphOptions extends LookalikeOptions<Endpoint, Fault> {
  /** One Page, id 2002, token `2002-page-token`, without it. */
  readonly pages?: readonly GraphPage[];
  /** One who may create content on every Page, token `short-lived-user-token`, without it. */
  readonly people?: readonly GraphPerson[];
  /** The app's secret, by which proofs are checked; `graph-app-secret` without it. Its id is 3003. */
  readonly appSecret?: string;
  /** Whether a post like the Page's last one, text and link, is refused; true without it. */
  readonly refusesDuplicates?: boolean;
  /** Calls that a Page may make in 24 hours; 48 000 (4800 for each of ten engaged readers) without it. */
  readonly callsPerDay?: number;
}

/** Starts a look-alike of graph.facebook.com on a free port of 127.0.0.1, plain HTTP. */
export async function startLookalikeGraph(options: LookalikeGraphOptions = {}): Promise<LookalikeGraph> {
  return new LookalikeGraph(await listening(), options);
}

/** A running look-alike of the Graph API for Pages. */
export class LookalikeGraph extends Lookalike<Endpoint, Fault> {
  readonly #options: LookalikeGraphOptions;
  readonly #pages: readonly GraphPage[];
  readonly #people: readonly GraphPerson[];
  readonly #app: GraphApp;
  readonly #usages = new Map<string, Usage>();
  /** Every photo that was ever made, oldest first. */
  readonly photos: Photo[] = [];

  constructor(server: Server, options: LookalikeGraphOptions) {
    super(server, options, new Wall(pagePostIds()));
    this.#options = options;
    this.#pages = options.pages ?? [{ id: '2002', name: 'Demo Daily', accessToken: '2002-page-token' }];
    this.#people = options.people ?? [personOf(this.#pages)];
    this.#app = { id: '3003', secret: options.appSecret ?? 'graph-app-secret' };
  }

  /** Where version 26 of the API begins. */
  get prefix(): string {
    return `http://127.0.0.1:${this.port}/v26.0/`;
  }

  /** Someone posts in the web page; `link` is the first address in the text without it. */
  postByHand(page: string, text: string, link?: string): StoredPost {
    const links = link === undefined ? linksOf(text) : [link];
    return this.wall.add({ account: page, text, links, createdAt: this.catchUp(), byHand: true });
  }

  protected override answer(call: Call, entry: Entry): Said {
    const { method, url, at } = call;
    const route = routeOf(method, url.pathname);
    if (!route) return { reply: { as: 'application', answer: unknownPath(url.pathname) } };
    entry.endpoint = route.endpoint;
    const version = { 'facebook-api-version': route.version };
    const parameters = parametersOf(call);
    const personal = { route, parameters, app: this.#app, people: this.#people, pages: this.#pages, at };
    if (isPersonal(personal)) return { reply: this.#personal(entry, personal), headers: version };
    const page = speakerOf(parameters, this.#pages, this.#app.secret);
    if ('body' in page) return { reply: { as: 'application', answer: page }, headers: version };
    entry.account = page.id;
    const usage = this.#usageOf(page);
    const reply = this.#reply(entry, { method, route, page, parameters }, usage);
    const headers = usage.headers(page.id, at);
    return {
      reply,
      headers: { ...version, ...headers },
      heard: () => {
        const estimate = /regain_access":(\d+)/.exec(headers['x-business-use-case-usage'] ?? '')?.[1];
        if (!(Number(estimate) > 0)) return;
        usage.toldTo = at < usage.toldUntil ? [...usage.toldTo, toldIn(entry)] : [toldIn(entry)];
        usage.toldUntil = usage.opensAt(at) ?? 0;
      },
    };
  }

  #reply(entry: Entry, asked: Asked, usage: Usage): Reply {
    const { at } = entry;
    if (at < usage.toldUntil) Object.assign(entry, { calledWhileLimited: true, toldTo: usage.toldTo });
    const code = usage.take(at);
    if (code !== undefined) return { as: 'application', answer: throttled(code) };
    return play(this.faultOf(asked.route.endpoint, entry), {
      carryOut: () => this.#carryOut(entry, asked, at),
      carryOutLate: (lateMs) => this.later(at + lateMs, (then) => this.#carryOut(entry, asked, then)),
      throttle: (by, minutes) => usage.throttle(by, at + minutes * 60_000),
    });
  }

  /** No Page's allowance counts these. */
  #personal(entry: Entry, work: PersonalWork): Reply {
    const carryOut = () => {
      const answer = carryOutPersonal(work);
      entry.outcome = answer.status;
      return answer;
    };
    const fault = this.faultOf(work.route.endpoint, entry);
    return play(fault, { carryOut, carryOutLate: () => undefined, throttle: () => undefined });
  }

  #carryOut(entry: Entry, asked: Asked, at: number): Answer {
    const { refusesDuplicates = true, timelineLagMs = () => 0 } = this.#options;
    const world = {
      pages: this.#pages,
      people: this.#people,
      app: this.#app,
      wall: this.wall,
      photos: this.photos,
      refusesDuplicates,
      timelineLagMs,
    };
    const { answer, stored } = carryOut({ ...world, ...asked, at });
    entry.outcome = answer.status;
    if (stored) entry.stored = stored.id;
    return answer;
  }

  #usageOf({ id }: GraphPage): Usage {
    const usage = this.#usages.get(id) ?? new Usage(this.#options.callsPerDay ?? 48_000);
    this.#usages.set(id, usage);
    return usage;
  }
}

type Entry = JournalRequest<Endpoint, Fault>;

/** `<page>_<n>`, growing. */
function pagePostIds(): (page: string) => string {
  let n = 122_100_000_000_000;
  return (page) => {
    n += 1;
    return `${page}_${n}`;
  };
}

function unknownPath(path: string): Answer {
  return graphError({ status: 400, code: 2500, message: `Unknown path components: ${path}` });
}
