import { type Answer, json } from '../lookalike/answer.ts';
import { graphError, invalidParameter } from './answer.ts';
import type { Route } from './endpoint.ts';
import { askedFields } from './parameters.ts';
import { deadToken, type GraphPage, proofFault } from './token.ts';

/** A person with a role on Pages, as the app sees them. */
export interface GraphPerson {
  /** What the Graph API Explorer gives them: it lives for an hour. */
  readonly shortToken: string;
  /** What that is exchanged for: it lives for sixty days. */
  readonly longToken: string;
  /** What they let the app do. */
  readonly scopes: readonly string[];
  /** By the number of the Page, what they may do on it. */
  readonly tasks: Readonly<Record<string, readonly string[]>>;
}

/** The app that all tokens belong to. */
export interface GraphApp {
  readonly id: string;
  readonly secret: string;
}

/** What a request is about that no Page makes: the app itself, or a person. */
export interface PersonalWork {
  readonly route: Route;
  readonly parameters: URLSearchParams;
  readonly app: GraphApp;
  readonly people: readonly GraphPerson[];
  readonly pages: readonly GraphPage[];
  /** Epoch milliseconds of the server's clock. */
  readonly at: number;
}

export const SCOPES = ['pages_show_list', 'pages_read_engagement', 'pages_manage_posts'];

/** Whoever has all that it takes to speak for these Pages. */
export function personOf(pages: readonly GraphPage[]): GraphPerson {
  const tasks = Object.fromEntries(pages.map(({ id }) => [id, ['ANALYZE', 'CREATE_CONTENT', 'MANAGE']]));
  return { shortToken: 'short-lived-user-token', longToken: 'long-lived-user-token', scopes: SCOPES, tasks };
}

/** Whether a person or the app makes this request, and not a Page. */
export function isPersonal({ route, parameters, app }: Pick<PersonalWork, 'route' | 'parameters' | 'app'>): boolean {
  const byApp = parameters.get('access_token') === `${app.id}|${app.secret}`;
  return route.endpoint === 'exchange' || route.endpoint === 'accounts' || (route.endpoint === 'token' && byApp);
}

/** The answer to such a request. */
export function carryOutPersonal(work: PersonalWork): Answer {
  if (work.route.endpoint === 'exchange') return exchange(work);
  const token = work.parameters.get('access_token');
  if (!token) return graphError({ status: 400, code: 2500, message: 'An active access token must be used.' });
  const badProof = proofFault(work.parameters, token, work.app.secret);
  if (badProof) return badProof;
  return work.route.endpoint === 'accounts' ? accounts(work) : aboutToken(work);
}

function exchange({ parameters, app, people }: PersonalWork): Answer {
  if (parameters.get('grant_type') !== 'fb_exchange_token') return invalidParameter('Invalid grant_type');
  if (parameters.get('client_id') !== app.id) {
    const message = 'Error validating application. Cannot get application info due to a system error.';
    return graphError({ status: 400, code: 101, message });
  }
  if (parameters.get('client_secret') !== app.secret) {
    return graphError({ status: 400, code: 1, message: 'Error validating client secret.' });
  }
  const asked = parameters.get('fb_exchange_token');
  const person = people.find(({ shortToken, longToken }) => asked === shortToken || asked === longToken);
  if (!person) return deadToken(463);
  return json(200, { access_token: person.longToken, token_type: 'bearer', expires_in: 5_183_944 });
}

function accounts(work: PersonalWork): Answer {
  const { parameters, pages } = work;
  const token = parameters.get('access_token') ?? '';
  const person = work.people.find(({ shortToken, longToken }) => token === shortToken || token === longToken);
  if (!person) return deadToken();
  const fields = askedFields(parameters) ?? new Map();
  const theirs = person.scopes.includes('pages_show_list') ? pages.filter(({ id }) => id in person.tasks) : [];
  const size = Math.min(Number(parameters.get('limit') ?? 25), 100);
  const after = parameters.get('after');
  const start = after === null ? 0 : theirs.findIndex(({ id }) => id === after) + 1;
  const page = theirs.slice(start, start + size);
  const last = page.at(-1);
  if (!last) return json(200, { data: [] });
  const data = page.map(({ id, name, accessToken }) => ({
    ...(fields.has('access_token') && { access_token: accessToken }),
    ...(fields.has('name') && { name }),
    ...(fields.has('tasks') && { tasks: person.tasks[id] }),
    id,
  }));
  const next = `https://graph.facebook.com/v26.0/me/accounts?access_token=${token}&after=${last.id}`;
  const more = start + size < theirs.length ? { next } : {};
  return json(200, { data, paging: { cursors: { before: page[0]?.id, after: last.id }, ...more } });
}

/** `debug_token`, as the app or a Page asks it. */
export function aboutToken({ parameters, app, people, pages, at }: Omit<PersonalWork, 'route'>): Answer {
  const asked = parameters.get('input_token');
  if (!asked) return invalidParameter('You must provide an input token');
  const common = { app_id: app.id, application: 'crier', is_valid: true };
  const now = Math.floor(at / 1000);
  const page = pages.find(({ accessToken }) => accessToken === asked);
  const person = people.find(({ shortToken, longToken, tasks }) =>
    page ? page.id in tasks : asked === shortToken || asked === longToken,
  );
  const scopes = person?.scopes ?? SCOPES;
  if (page) {
    const granular_scopes = scopes.map((scope) => ({ scope, target_ids: [page.id] }));
    const own = { type: 'PAGE', profile_id: page.id, expires_at: page.tokenEndsAt ?? 0, granular_scopes };
    return json(200, { data: { ...common, ...own, data_access_expires_at: now + 90 * 86_400, scopes } });
  }
  if (person) return json(200, { data: { ...common, type: 'USER', expires_at: now + 3600, scopes } });
  const error = { code: 190, message: 'The access token could not be decrypted' };
  return json(200, { data: { error, is_valid: false, scopes: [] } });
}
