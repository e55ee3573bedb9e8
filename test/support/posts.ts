import type { Article } from '../../src/domain/article.ts';
import { linkKey } from '../../src/domain/link.ts';
import { type Post, UNTOUCHED } from '../../src/domain/post.ts';
import type { Instant } from '../../src/domain/time.ts';

/** The instant of an ISO time: `at('2026-05-01T08:00Z')`. */
export function at(text: string): Instant {
  return Temporal.Instant.from(text);
}

/** A story of the source `desk`, published 2026-05-01 08:00 UTC; its address follows from its id. */
export function anArticle(fields: Partial<Article> = {}): Article {
  const id = fields.id ?? 'a1';
  return {
    source: 'desk',
    id,
    url: `https://news.example/${id}`,
    title: 'Harbour bridge reopens',
    body: 'The harbour bridge reopened on Friday.\n\nIt had been closed for a month.',
    authors: ['Ada Reporter'],
    section: 'world',
    tags: [],
    publishedAt: at('2026-05-01T08:00Z'),
    language: 'en',
    status: 'usable',
    breaking: false,
    ...fields,
  };
}

/**
 * The first post of article `desk/a1` on channel `x` of account `twitter:1`, approved and scheduled for 2026-05-01 08:00
 * UTC. Id, link and claim follow from the article and the channel, so that two articles make two posts.
 */
export function aPost(fields: Partial<Post> = {}): Post {
  const article = fields.article ?? { source: 'desk', id: 'a1' };
  const channel = fields.channel ?? 'x';
  const link = fields.link ?? `https://news.example/${article.id}`;
  return {
    ...UNTOUCHED,
    id: `${article.id}-${channel}`,
    article,
    channel,
    account: 'twitter:1',
    platform: 'twitter',
    occasion: 'first',
    sandbox: false,
    state: 'scheduled',
    reason: { type: 'due' },
    text: 'The harbour bridge reopened on Friday.',
    textBy: 'crier',
    link,
    linkClaim: linkKey(link),
    contentHash: 'content-1',
    approvedHash: 'content-1',
    breaking: false,
    dueAt: at('2026-05-01T08:00Z'),
    newsAt: at('2026-05-01T08:00Z'),
    createdAt: at('2026-05-01T08:00Z'),
    updatedAt: at('2026-05-01T08:00Z'),
    ...fields,
  };
}
