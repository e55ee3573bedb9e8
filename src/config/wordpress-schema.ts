import { z } from 'zod';
import { mapping } from './mapping.ts';
import { common } from './source-common.ts';
import { address } from './values.ts';

const prefixExpected = 'the beginning of its keys in .env: BLOG for BLOG_WORDPRESS_USER';
const typeExpected = 'the REST base of a post type such as posts';
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** A source that is a WordPress site. */
export const wordpress = mapping('keys with values: id, type, url, account, types, clean', {
  ...common,
  type: z.literal('wordpress').describe('A WordPress site (5.7 or newer), read through its REST API.'),
  url: address('https://news.example').describe('The address of the site; its REST API is at /wp-json/ below.'),
  account: z
    .string({ error: prefixExpected })
    .regex(/^[A-Z][A-Z0-9_]*$/, { error: prefixExpected })
    .exactOptional()
    .describe(
      'What its keys in .env begin with: BLOG reads BLOG_WORDPRESS_USER and BLOG_APPLICATION_PASSWORD. Left out: read as anybody may.',
    ),
  types: z
    .array(z.string({ error: typeExpected }).regex(/^[\w-]{1,40}$/, { error: typeExpected }), {
      error: 'a list of types',
    })
    .min(1, { error: 'a list of types' })
    .prefault(['posts'])
    .describe('REST bases of the post types that are news: posts, or those of your own types.'),
}).refine(({ url, account }) => account === undefined || isPrivate(url), {
  error: 'https://, or the password would be read on its way',
  path: ['url'],
});

function isPrivate(written: string): boolean {
  const url = URL.parse(written);
  return url?.protocol === 'https:' || LOOPBACK.includes(url?.hostname ?? '');
}
