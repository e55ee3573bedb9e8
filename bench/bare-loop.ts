// One create after another on each platform, both at once, by the clients alone: what crier is measured against.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';

const STORIES = z.array(z.object({ platform: z.enum(['twitter', 'facebook']), text: z.string(), link: z.string() }));
const require = createRequire(import.meta.url);
const stories = STORIES.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const of = (platform: string) => stories.filter((story) => story.platform === platform);
const secret = (name: string) => process.env[name] ?? '';

async function tweetAll(): Promise<void> {
  const { TwitterApi } = await import('twitter-api-v2');
  const closing = {
    onBeforeRequest: ({ computedParams }: { computedParams: { headers: Record<string, string> } }) => {
      computedParams.headers.connection = 'close';
    },
  };
  const credentials = {
    appKey: secret('TWITTER_APP_KEY'),
    appSecret: secret('TWITTER_APP_SECRET'),
    accessToken: secret('TWITTER_ACCESS_TOKEN'),
    accessSecret: secret('TWITTER_ACCESS_SECRET'),
  };
  const client = new TwitterApi(credentials, { compression: 'identity', plugins: [closing] });
  for (const { text, link } of of('twitter')) await client.v2.post('tweets', { text: `${text} ${link}` });
}

async function postAll(): Promise<void> {
  const own = createRequire(require.resolve('fb'));
  const options = { proxy: null, followRedirect: false, headers: { connection: 'close' } };
  const request = own('request').defaults(options);
  const loaded = require.cache[own.resolve('request')];
  if (loaded) loaded.exports = request;
  const { Facebook } = require('fb');
  const client = new Facebook({
    version: 'v26.0',
    accessToken: secret('FACEBOOK_PAGE_ACCESS_TOKEN'),
    appSecret: secret('FACEBOOK_APP_SECRET'),
  });
  const page = secret('FACEBOOK_PAGE_ID');
  for (const { text: message, link } of of('facebook')) {
    await client.api(`${page}/feed`, 'post', { message, link, fields: 'permalink_url' });
  }
}

await Promise.all([tweetAll(), postAll()]);
