import type { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { type DeskOptions, deskPages } from '../../src/desk/index.ts';
import type { Article } from '../../src/domain/article.ts';
import type { Channel } from '../../src/domain/channel.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';

/** The desk over a newsroom in memory, asked without a port. */
export interface TestDesk {
  readonly app: Hono;
  readonly room: TestRoom;
  /** The page as text, whatever its status. */
  page(path: string): Promise<string>;
  /** What a person reads of a page: its text without tags, spaces run together. */
  read(path: string): Promise<string>;
  /** Sends a form of the desk's own, with its token, as a browser does; answers the redirect. */
  post(
    path: string,
    fields?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** The same, and what the page then says. */
  decide(path: string, fields?: Readonly<Record<string, string>>): Promise<string>;
  token(): Promise<string>;
}

export interface TestDeskOptions extends Partial<Omit<DeskOptions, 'room'>> {
  readonly channels?: readonly Channel[];
  readonly articles?: readonly Article[];
}

/** A channel of the sandbox whose posts a person approves. */
export function aReviewedChannel(fields: Partial<Channel> = {}): Channel {
  return aChannel({ sandbox: true, account: 'sandbox:twitter:TWITTER', review: 'required', ...fields });
}

/** It is 12:00 at the outlet (09:00 UTC); the articles given are taken in. */
export async function aDesk({
  channels = [aReviewedChannel()],
  articles = [],
  ...options
}: TestDeskOptions = {}): Promise<TestDesk> {
  const room = await aNewsroom({ channels, articles });
  onTestFinished(() => room.store.close());
  if (articles.length > 0) await room.pass();
  const app = deskPages({
    room,
    feeds: [],
    signature: (name) => `${name ?? 'nobody'} (desk@test)`,
    health: async () => ({ ok: true, facts: {} }),
    ...options,
  });
  const page = async (path: string) => (await app.request(path)).text();
  const token = async () => /name="token" id="token" value="([^"]+)"/.exec(await page('/'))?.[1] ?? '';
  const post: TestDesk['post'] = async (path, fields = {}, headers = {}) =>
    app.request(path, {
      method: 'POST',
      body: new URLSearchParams({ token: await token(), ...fields }),
      headers: {
        Origin: 'http://localhost',
        'Sec-Fetch-Site': 'same-origin',
        ...headers,
      },
    });
  return {
    app,
    room,
    page,
    post,
    token,
    read: async (path) => inWords(await page(path)),
    async decide(path, fields) {
      const answer = await post(path, fields);
      return noticeOf(await page(answer.headers.get('Location') ?? '/no-redirect'));
    },
  };
}

/** The notice of a page; empty where it has none. */
export function noticeOf(page: string): string {
  return inWords(/<p class="notice[^>]*>(.*?)<\/p>/s.exec(page)?.[1] ?? '');
}

function inWords(page: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };
  return page
    .replace(/^.*<body>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(lt|gt|amp|quot|#39);/g, (_, name) => entities[name] ?? '')
    .replace(/\s+/g, ' ')
    .replace(/ ([,:])/g, '$1')
    .trim();
}
