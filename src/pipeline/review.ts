import { type Article, articleName } from '../domain/article.ts';
import type { Channel } from '../domain/channel.ts';
import { type Decision, type DecisionAnswer, decide } from '../domain/decisions.ts';
import { illustrate } from '../domain/illustration.ts';
import { linkKey, tagLink } from '../domain/link.ts';
import { showsArticles } from '../domain/platform.ts';
import { approvedContent, type Post, type PostEvent, UNTOUCHED } from '../domain/post.ts';
import { reason } from '../domain/reason.ts';
import type { KnownArticle } from '../domain/store.ts';
import { after } from '../domain/time.ts';
import { consult, type Newsroom } from './newsroom.ts';

/** What came of a person's decision. */
export type Verdict =
  | { readonly type: 'decided'; readonly post: Post }
  | { readonly type: 'refused'; readonly why: string }
  | { readonly type: 'unknown'; readonly why: string };

/** Carries out an editor's decision on a post, by the same rules for every caller. An editor's words are made carriable. */
export async function review(room: Newsroom, id: string, decision: Decision, by: string): Promise<Verdict> {
  const post = await room.store.post(id);
  if (!post) return { type: 'unknown', why: `there is no post ${id}` };
  const ready = decision.type === 'edit' ? await carriable(room, post, decision.text) : decision;
  if ('why' in ready) return { type: 'refused', why: ready.why };
  const channel = room.channels.find(({ id: channelId }) => channelId === post.channel);
  const terms = { by, now: room.now(), digest: room.digest, channel };
  const answer = await consult(room, post, (s) =>
    s.post.version === post.version ? decide(s.post, ready, terms) : tooLate(id),
  );
  if (answer?.type === 'decided') return { type: 'decided', post: answer.transition.post };
  return { type: 'refused', why: answer?.why ?? `${id}: the account speaks its link in another post` };
}

function tooLate(id: string): DecisionAnswer {
  return { type: 'refused', why: `${id} just changed: someone else decided first` };
}

async function carriable(room: Newsroom, post: Post, words: string): Promise<Decision | { why: string }> {
  const format = await room.formatOf(post.platform);
  const text = format.phrase(words);
  const { maxLength, measure } = format.room(post.link);
  if (text === '') return { why: 'these words are empty once what the platform forbids is taken out' };
  const length = measure(text);
  if (length > maxLength) return { why: `these words are ${length} long with the link, and only ${maxLength} fit` };
  return { type: 'edit', text };
}

/**
 * Opens another post of a story, an update or a correction, in an editor's words; it still wants approval. Nothing more
 * is posted of a story that was taken back.
 */
export async function speakAgain(
  room: Newsroom,
  { article, withdrawal }: KnownArticle,
  channel: Channel,
  occasion: 'update' | 'correction',
  words: string,
  by: string,
): Promise<Verdict> {
  if (withdrawal)
    return { type: 'refused', why: `${articleName(article)} was taken back: nothing more is posted of it` };
  if (showsArticles(channel.platform))
    return { type: 'refused', why: `the entry on ${channel.id} changes by itself when the article does` };
  const now = room.now();
  const earlier = await room.store.posts({ article, channel: channel.id });
  const nth = earlier.filter((post) => post.occasion.startsWith(`${occasion}-`)).length + 1;
  const link = tagLink(article.url, channel.linkTags);
  const base = newPost(room, article, channel, { occasion: `${occasion}-${nth}`, link, by });
  const edit = await carriable(room, base, words);
  if ('why' in edit || edit.type !== 'edit') return { type: 'refused', why: 'why' in edit ? edit.why : '' };
  const post = { ...base, text: edit.text, contentHash: room.digest(approvedContent(edit.text, link, base.image)) };
  const event: PostEvent = { type: 'opened', at: now, to: post.state, reason: post.reason, by };
  if (await room.store.open(post, event)) return { type: 'decided', post };
  return { type: 'refused', why: `${articleName(article)} has this ${occasion} on ${channel.id} already` };
}

function newPost(
  room: Newsroom,
  article: Article,
  channel: Channel,
  { occasion, link, by }: { occasion: string; link: string; by: string },
): Post {
  const now = room.now();
  return {
    ...UNTOUCHED,
    id: room.newId(),
    article: { source: article.source, id: article.id },
    channel: channel.id,
    account: channel.account,
    platform: channel.platform,
    occasion,
    sandbox: channel.sandbox,
    state: 'pending_review',
    reason: reason('review-required', by),
    textBy: 'editor',
    link,
    ...illustrate(article, channel),
    linkClaim: linkKey(article.url, Object.keys(channel.linkTags)),
    contentHash: '',
    breaking: false,
    dueAt: now,
    newsAt: now,
    ...(channel.freshForMs === undefined ? {} : { freshUntil: after(now, channel.freshForMs) }),
    createdAt: now,
    updatedAt: now,
  };
}
