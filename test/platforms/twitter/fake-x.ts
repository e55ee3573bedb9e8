import nock from 'nock';
import { twitterPlatform } from '../../../src/platforms/twitter/index.ts';
import { START } from '../contract.ts';

export const SECRETS = {
  appKey: 'AppKeyPlantedAppKeyPlanted',
  appSecret: 'AppSecretPlanted+/AppSecretPlanted',
  accessToken: '777-AccessTokenPlantedAccessToken',
  accessSecret: 'AccessSecretPlanted=AccessSecret',
};

/** The real client against nock, with the shortest of waits. */
export function openTwitter(over: Partial<Parameters<typeof twitterPlatform>[0]> = {}) {
  return twitterPlatform({ ...SECRETS, now: () => START, deadlineMs: 5000, fetchAllow: [], retryDelayMs: 0, ...over });
}

export const api = () => nock('https://api.x.com');

export interface FakePost {
  readonly id: bigint;
  readonly text: string;
  readonly created_at: string;
}

/** An X account in memory, its answers written as X writes them: shortened links, escaped text, pages. */
export function fakeX() {
  const posts: FakePost[] = [];
  let at = START;
  let lastId = 1_990_000_000_000_000_000n;
  const shortened = (text: string) => {
    const urls = [...text.matchAll(/https:\/\/example\.com\S*/g)].map(({ 0: link }, index) => ({
      url: `https://t.co/${'abcdefghij'.slice(0, index + 1)}`,
      expanded_url: link,
    }));
    const short = urls.reduce((shown, { url, expanded_url }) => shown.replace(expanded_url, url), text);
    return { urls, text: short.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') };
  };

  nock('https://api.x.com')
    .persist()
    .post('/2/tweets')
    .reply(async (request: Request) => {
      const text = String(Object(await request.json()).text);
      lastId += 1_000_000n;
      // X keeps the second only.
      posts.unshift({ id: lastId, text, created_at: `${at.toString().slice(0, 19)}.000Z` });
      return [201, { data: { id: String(lastId), text, edit_history_tweet_ids: [String(lastId)] } }];
    })
    .get('/2/users/777/tweets')
    .query(true)
    .reply(async (request: Request) => {
      const query = new URL(request.url).searchParams;
      const since = BigInt(query.get('since_id') ?? 0);
      const start = query.get('start_time') ?? '';
      const from = Number(query.get('pagination_token') ?? 0);
      const size = Number(query.get('max_results'));
      const wanted = posts.filter((post) => post.id > since && post.created_at.slice(0, 19) >= start.slice(0, 19));
      const data = wanted.slice(from, from + size).map(({ id, text, created_at }) => {
        const { urls, text: shown } = shortened(text);
        return { id: String(id), text: shown, created_at, edit_history_tweet_ids: [String(id)], entities: { urls } };
      });
      const next = from + size < wanted.length ? { next_token: String(from + size) } : {};
      return [200, { ...(data.length > 0 ? { data } : {}), meta: { result_count: data.length, ...next } }];
    })
    .delete(/^\/2\/tweets\/\d+$/)
    .reply(async (request: Request) => {
      const id = BigInt(request.url.split('/').at(-1) ?? 0);
      const index = posts.findIndex((post) => post.id === id);
      if (index >= 0) posts.splice(index, 1);
      return index >= 0 ? [200, { data: { deleted: true } }] : [404, { title: 'Not Found', status: 404 }];
    })
    .get('/2/users/me')
    .reply(200, { data: { id: '777', name: 'The Gazette', username: 'gazette' } }, { 'x-access-level': 'read-write' });

  return {
    posts,
    pass(ms: number) {
      at = at.add({ milliseconds: ms });
    },
  };
}
