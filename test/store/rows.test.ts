import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLATFORM_IDS } from '../../src/domain/ports.ts';
import { POST_STATES, type Post } from '../../src/domain/post.ts';
import { openStore } from '../../src/store/index.ts';
import { anArticle } from '../support/posts.ts';
import { admission } from './taking-in.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', "'; drop table posts; --", 'a\0b', '٠\u200f🗞️'),
);
const instant = fc.integer({ min: -8.64e15, max: 8.64e15 }).map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
const count = fc.nat();
const reason = fc.record(
  { type: fc.constantFrom('due', 'refused', 'unavailable'), detail: text },
  { requiredKeys: ['type'] },
);
const lease = fc.record({ token: text, until: instant, armed: fc.boolean() });
const image = fc.record({ url: text, alt: text }, { requiredKeys: ['url'] });
const media = fc.record({ id: text, url: text, alt: text, usableUntil: instant }, { requiredKeys: ['id', 'url'] });
const sending = fc.record(
  { text, link: text, media, sentAt: instant, deadline: instant, since: text, clockAheadMs: fc.integer() },
  { requiredKeys: ['text', 'link', 'sentAt', 'deadline', 'clockAheadMs'] },
);
const required = {
  id: text,
  version: count,
  article: fc.record({ source: text, id: text }),
  channel: text,
  account: text,
  platform: fc.constantFrom(...PLATFORM_IDS),
  occasion: text,
  sandbox: fc.boolean(),
  state: fc.constantFrom(...POST_STATES),
  reason,
  textBy: fc.constantFrom('crier', 'editor'),
  link: text,
  contentHash: text,
  breaking: fc.boolean(),
  dueAt: instant,
  newsAt: instant,
  timedByPerson: fc.boolean(),
  imageTries: count,
  linkTries: count,
  attempts: count,
  everUnconfirmed: fc.boolean(),
  duplicateAnswer: fc.boolean(),
  looks: count,
  blindLooks: count,
  foreign: fc.boolean(),
  twins: fc.array(text),
  createdAt: instant,
  updatedAt: instant,
} as const;
const optional = {
  text,
  image,
  note: text,
  linkClaim: text,
  approvedHash: text,
  freshUntil: instant,
  lease,
  sending,
  nextLookAt: instant,
  remoteId: text,
  remoteUrl: text,
  publishedAt: instant,
  withdrawal: fc.constantFrom('vanished', 'withdrawn', 'pulled-by-person'),
  lastError: text,
} as const;
const post: fc.Arbitrary<Post> = fc
  .tuple(fc.record(required), fc.record(optional, { requiredKeys: [] }))
  .map(([always, sometimes]) => ({ ...always, ...sometimes }));

describe('a post', () => {
  it('comes out of the store as it went in, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(post, async (written) => {
        const store = await openStore({ path: ':memory:' });
        const article = anArticle(written.article);
        await store.intake('desk', 'c', [article], () => admission(article, written));
        expect(await store.post(written.id)).toEqual(written);
        await store.close();
      }),
    );
  });
});
