import nock from 'nock';
import { facebookPlatform } from '../../../src/platforms/facebook/index.ts';
import { START } from '../contract.ts';

export const PAGE_ID = '104';
export const SECRETS = {
  pageAccessToken: 'EAAPlantedPageTokenPlantedPageToken',
  appSecret: 'a0b1plantedappsecretplanted',
};

/** What a Page's token needs. */
export const SCOPES = ['pages_show_list', 'pages_read_engagement', 'pages_manage_posts'];

/** The real client against nock, with the shortest of waits. */
export function openFacebook(over: Partial<Parameters<typeof facebookPlatform>[0]> = {}) {
  return facebookPlatform({
    ...SECRETS,
    pageId: PAGE_ID,
    now: () => START,
    deadlineMs: 5000,
    retryDelayMs: 0,
    ...over,
  });
}

const graph = () => nock('https://graph.facebook.com');
export const feed = () => graph().post(`/v26.0/${PAGE_ID}/feed`).query(true);
export const photos = () => graph().post(`/v26.0/${PAGE_ID}/photos`).query(true);
export const scrape = () => graph().post('/v26.0/').query(true);
export const published = () => graph().get(`/v26.0/${PAGE_ID}/published_posts`).query(true);
export const page = () => graph().get(`/v26.0/${PAGE_ID}`).query(true);
export const debugToken = () => graph().get('/v26.0/debug_token').query(true);
export const deletion = (id = '104_12') => graph().delete(`/v26.0/${id}`).query(true);
export const reading = (id = '104_12') => graph().get(`/v26.0/${id}`).query(true);

/** An answer as Graph words its errors. */
export function graphError(code: number, subcode?: number, more: object = {}) {
  return {
    error: {
      message: `(#${code}) What went wrong`,
      type: 'OAuthException',
      code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      fbtrace_id: 'AbCdTrace',
      ...more,
    },
  };
}

export const failing = (code: string, rest: object = {}) =>
  Object.assign(new Error(`trouble ${code}`), { code, ...rest });

interface FakePost {
  readonly id: string;
  readonly message: string;
  readonly link: string;
  readonly createdAt: Temporal.Instant;
}

/** A Page in memory, its answers written as Facebook writes them: wrapped links, dates to the second, pages. */
export function fakeFacebook() {
  const posts: FakePost[] = [];
  let at = START;
  let made = 0;
  const shown = ({ id, message, link, createdAt }: FakePost) => ({
    id,
    message,
    permalink_url: `https://www.facebook.com/${PAGE_ID}/posts/${id.split('_')[1]}`,
    created_time: `${createdAt.toString().slice(0, 19)}+0000`,
    attachments: {
      data: [{ unshimmed_url: link, url: `https://l.facebook.com/l.php?u=${encodeURIComponent(link)}&h=AT0` }],
    },
  });
  const one = new RegExp(`^/v26\\.0/${PAGE_ID}_\\d+$`);
  const indexOf = (request: Request) =>
    posts.findIndex(({ id }) => id === new URL(request.url).pathname.split('/').at(-1));

  graph()
    .persist()
    .post(`/v26.0/${PAGE_ID}/feed`)
    .query(true)
    .reply(async (request: Request) => {
      const form = new URLSearchParams(await request.text());
      made += 1;
      // Ids without any order.
      const id = `${PAGE_ID}_${(made * 7_919) % 1_000}`;
      posts.unshift({ id, message: form.get('message') ?? '', link: form.get('link') ?? '', createdAt: at });
      return [200, { id, permalink_url: `https://www.facebook.com/${PAGE_ID}/posts/${id.split('_')[1]}` }];
    })
    .get(`/v26.0/${PAGE_ID}/published_posts`)
    .query(true)
    .reply(async (request: Request) => {
      const query = new URL(request.url).searchParams;
      const since = Number(query.get('since') ?? 0) * 1000;
      const from = Number(query.get('after') ?? 0);
      const size = Number(query.get('limit'));
      const wanted = posts.filter(({ createdAt }) => createdAt.epochMilliseconds > since);
      const more = from + size < wanted.length ? { next: `${request.url}&after=${from + size}` } : {};
      const paging = { cursors: { before: String(from), after: String(from + size) }, ...more };
      return [200, { data: wanted.slice(from, from + size).map(shown), ...(wanted.length > 0 ? { paging } : {}) }];
    })
    .delete(one)
    .query(true)
    .reply(async (request: Request) => {
      const index = indexOf(request);
      if (index < 0) return [400, graphError(100, 33)];
      posts.splice(index, 1);
      return [200, { success: true }];
    })
    .get(one)
    .query(true)
    .reply(async (request: Request) => {
      const post = posts[indexOf(request)];
      return post ? [200, { id: post.id }] : [400, graphError(100, 33)];
    })
    .get(`/v26.0/${PAGE_ID}`)
    .query(true)
    .reply(200, { name: 'The Gazette', id: PAGE_ID })
    .get('/v26.0/debug_token')
    .query(true)
    .reply(200, {
      data: { type: 'PAGE', profile_id: PAGE_ID, is_valid: true, expires_at: 0, scopes: SCOPES },
    });

  return {
    pass(ms: number) {
      at = at.add({ milliseconds: ms });
    },
  };
}
