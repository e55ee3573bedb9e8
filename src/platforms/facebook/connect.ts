import { z } from 'zod';
import type { Instant } from '../../domain/time.ts';
import { createRedactor } from '../../lib/redact.ts';
import { errorIn, failureOf, says, told } from './failure.ts';
import { askWhetherLive } from './identity.ts';
import type { Reply } from './reply.ts';
import { lackOf, tokenIn } from './token.ts';
import { CONCEALED, type GraphRequest, openGraph, type Speaker } from './transport.ts';

export interface ConnectOptions {
  /** The number of the app that the person's token was made with. */
  readonly appId: string;
  readonly appSecret: string;
  /** A person's token, as the Graph API Explorer gives it: it lives for an hour. */
  readonly userToken: string;
  /** The number of the Page; not needed where the person has one only. */
  readonly pageId?: string;
  readonly now: () => Instant;
  /** The longest that one request may take. */
  readonly deadlineMs: number;
}

/** A Page as a person knows it. */
export interface PageName {
  readonly id: string;
  readonly name: string;
}

/** What came of it. Only `connected` holds a secret. */
export type Connection =
  | { readonly type: 'connected'; readonly page: PageName; readonly pageAccessToken: string; readonly note: string }
  /** The person has several Pages and named none. */
  | { readonly type: 'several'; readonly pages: readonly PageName[] }
  /** Something must be put right at Facebook, or another token or secret be given. */
  | { readonly type: 'needs-person'; readonly detail: string }
  /** Facebook cannot be reached, or wants to be left alone for a while. */
  | { readonly type: 'unavailable'; readonly detail: string };

/**
 * Turns a person's short-lived token into a token of their Page that does not run out, and proves that it may post
 * (Meta's guides to long-lived tokens and to debug_token, 2026). Nothing is posted; it can be repeated.
 */
export async function connectPage(options: ConnectOptions, signal: AbortSignal): Promise<Connection> {
  const { appId, appSecret, now, deadlineMs } = options;
  const ask: Ask = (speaker, path, params) => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
    return openGraph({ ...speaker, appSecret })({ method: 'get', path, params }, deadline);
  };
  // Of another token only the app itself may ask what it is.
  const inspect = (token: string) =>
    ask({ accessToken: `${appId}|${appSecret}`, carried: [token] }, 'debug_token', { input_token: token });

  const exchanged = await exchange(ask, options);
  const wrongApp = wrongAppIn(exchanged);
  if (wrongApp !== undefined) return needsPerson(wrongApp);
  if (exchanged.type !== 'answered')
    return failed(exchanged, `Facebook refuses the user token. ${ANOTHER_TOKEN}`, now());
  const userToken = tokenFrom(exchanged.body, options.userToken);
  if (userToken === undefined) return unreadable('gave no lasting token', exchanged.body);
  const pages = await pagesOf(ask, userToken, now);
  if ('type' in pages) return pages;
  if (pages.length === 0) return needsPerson(noPages(await inspect(userToken)));
  const page = chosen(pages, options.pageId);
  if (!page) return notChosen(pages, options.pageId);
  const { access_token: pageAccessToken, name } = page;
  if (pageAccessToken === undefined || !page.tasks.includes(TASK)) return needsPerson(mayNotCreate(page));
  const inspected = await inspect(pageAccessToken);
  if (inspected.type !== 'answered') return failed(inspected, 'Facebook does not say what the new token may.', now());
  const token = tokenIn(inspected.body);
  if (!token) return unreadable('did not say what the new token may', inspected.body);
  if (!token.is_valid) return needsPerson(told(`Facebook takes its new token back. ${ANOTHER_TOKEN}`, ''));
  const lack = lackOf(token, page.id);
  if (lack !== undefined) return needsPerson(lack);
  if (token.type !== 'PAGE' || token.expires_at !== 0) return needsPerson(WILL_END);
  return { type: 'connected', page: { id: page.id, name }, pageAccessToken, note: askWhetherLive(appId) };
}

type Ask = (
  speaker: Pick<Speaker, 'accessToken' | 'carried'>,
  path: string,
  params: GraphRequest['params'],
) => Promise<Reply>;
type Unanswered = Exclude<Reply, { type: 'answered' }>;
type Failed = Extract<Connection, { type: 'needs-person' | 'unavailable' }>;

const ANOTHER_TOKEN =
  'Make a new user token of this app in the Graph API Explorer (it lives for an hour) with pages_show_list, ' +
  'pages_read_engagement and pages_manage_posts.';
const TASK = 'CREATE_CONTENT';
const WILL_END = `Facebook made a token that runs out. ${ANOTHER_TOKEN}`;

/** An hour's token for one of sixty days: only from that come Page tokens without an end. */
function exchange(ask: Ask, { appId, appSecret, userToken }: ConnectOptions): Promise<Reply> {
  return ask({ carried: [userToken] }, 'oauth/access_token', {
    grant_type: 'fb_exchange_token',
    client_id: appId,
    client_secret: appSecret,
    fb_exchange_token: userToken,
  });
}

const NO_SUCH_APP = 101;

function wrongAppIn(reply: Reply): string | undefined {
  if (reply.type !== 'turned-down') return undefined;
  const { code, message = '' } = errorIn(reply.body);
  const said = says(reply.body);
  if (code === NO_SUCH_APP)
    return told('There is no such app: --app-id is its number in "App settings", "Basic".', said);
  // The code is 1, which otherwise means that Facebook is in trouble.
  const isSecret = /client secret/i.test(message);
  return isSecret ? told('The secret is not that of the app: it is in "App settings", "Basic".', said) : undefined;
}

/** A token that lasts already comes back as it was sent, and concealed. */
function tokenFrom(body: unknown, sent: string): string | undefined {
  const token = EXCHANGED.safeParse(body).data?.access_token;
  return token === CONCEALED ? sent : token;
}

const MOST_REQUESTS = 50;

/** Every Page that the person has a role on, however many requests it takes. */
async function pagesOf(ask: Ask, userToken: string, now: () => Instant): Promise<readonly ListedPage[] | Failed> {
  const pages: ListedPage[] = [];
  let after: string | undefined;
  for (let requests = 0; requests < MOST_REQUESTS; requests += 1) {
    const reply = await ask({ accessToken: userToken }, 'me/accounts', {
      fields: 'id,name,access_token,tasks',
      limit: '100',
      ...(after !== undefined && { after }),
    });
    if (reply.type !== 'answered') return failed(reply, `Facebook does not list the Pages. ${ANOTHER_TOKEN}`, now());
    const listed = ACCOUNTS.safeParse(reply.body).data;
    if (!listed) return unreadable('did not list the Pages', reply.body);
    const hush = createRedactor(listed.data.flatMap((page) => page.access_token ?? []));
    pages.push(...listed.data.map((page) => ({ ...page, name: hush(page.name) })));
    after = listed.paging?.next === undefined ? undefined : listed.paging.cursors?.after;
    if (after === undefined) return pages;
  }
  return pages;
}

function noPages(inspected: Reply): string {
  const scopes = inspected.type === 'answered' ? tokenIn(inspected.body)?.scopes : undefined;
  if (scopes && !scopes.includes('pages_show_list')) return `The token lacks pages_show_list. ${ANOTHER_TOKEN}`;
  return (
    'The person behind the token has no Page: give them the Page with full control, or at least the task of creating ' +
    'content, then make a new user token and tick the Page when Facebook asks for which.'
  );
}

function chosen(pages: readonly ListedPage[], pageId: string | undefined): ListedPage | undefined {
  return pageId === undefined && pages.length === 1 ? pages[0] : pages.find(({ id }) => id === pageId);
}

function notChosen(pages: readonly ListedPage[], pageId: string | undefined): Connection {
  const names = pages.map(({ id, name }) => ({ id, name }));
  if (pageId === undefined) return { type: 'several', pages: names };
  const there = names.map(({ id, name }) => `${name} (${id})`).join(', ');
  return needsPerson(
    told(`The person behind the token has no role on Page ${pageId}: give them one, or tick it for the app.`, there),
  );
}

function mayNotCreate({ name, id }: PageName): string {
  return told(
    `The person behind the token may not create content on ${name} (${id}): give them that task ` +
      '(Page settings, "Page access"), then make a new user token.',
    `without ${TASK}`,
  );
}

function failed(reply: Unanswered, advice: string, now: Instant): Failed {
  const failure = failureOf(reply, now);
  const said = reply.type === 'turned-down' ? says(reply.body) : '';
  switch (failure.type) {
    case 'rate-limited':
      return { type: 'unavailable', detail: failure.detail };
    case 'unauthorized':
      return needsPerson(isDeadToken(reply) ? told(advice, said) : failure.detail);
    case 'unsent':
    case 'lost':
      return { type: 'unavailable', detail: told('Facebook cannot be asked: try again later.', failure.said) };
    default:
      return needsPerson(told(advice, said));
  }
}

/** What is told of a dead Page token elsewhere is not about these. */
function isDeadToken(reply: Unanswered): boolean {
  const code = reply.type === 'turned-down' ? errorIn(reply.body).code : undefined;
  return code === 102 || code === 190;
}

function unreadable(what: string, body: unknown): Failed {
  return { type: 'unavailable', detail: told(`Facebook ${what}: try again later.`, says(body)) };
}

function needsPerson(detail: string): Failed {
  return { type: 'needs-person', detail };
}

// Printable, without a space: what else stands there is no token, and may not be put into a file.
const ACCESS_TOKEN = z.string().regex(/^[\x21-\x7E]{8,2000}$/);
const EXCHANGED = z.object({ access_token: ACCESS_TOKEN });
const LISTED_PAGE = z.object({
  id: z.string().regex(/^\d{1,25}$/),
  name: z.string().max(500),
  /** Missing where the person has a role that gives no token. */
  access_token: ACCESS_TOKEN.optional(),
  tasks: z.array(z.string()).catch([]),
});
type ListedPage = z.infer<typeof LISTED_PAGE>;
const ACCOUNTS = z.object({
  data: z.array(LISTED_PAGE),
  paging: z
    .object({ next: z.string().optional(), cursors: z.object({ after: z.string().optional() }).optional() })
    .optional(),
});
