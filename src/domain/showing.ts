import { showableFrom } from './article.ts';
import type { PublishTerms } from './attempt.ts';
import { objectionTo } from './claiming.ts';
import { gateFor } from './gate.ts';
import { move } from './move.ts';
import type { Place } from './place.ts';
import { showsArticles } from './platform.ts';
import type { Entry, PublishOutcome } from './ports.ts';
import { approvedContent, type Post } from './post.ts';
import { reason } from './reason.ts';
import { recorded } from './recording.ts';
import type { KnownArticle, Situation, Transition } from './store.ts';
import { type Instant, isDue, latest } from './time.ts';
import { withdraw } from './withdrawal.ts';

export type DeliverAnswer =
  | { readonly type: 'delivered'; readonly transition: Transition }
  | { readonly type: 'closed'; readonly why: string; readonly transition?: undefined };

/**
 * Records what a repeatable platform said to a post, over everything as it stands now. Nothing was claimed before, for
 * there is nothing to lose: a process that dies in between leaves the post waiting, and it is simply made again.
 */
export function deliver(
  s: Situation,
  outcome: PublishOutcome,
  terms: PublishTerms & { readonly random: number },
): DeliverAnswer {
  const { post } = s;
  const { channel, now } = terms;
  if (post.state !== 'scheduled' && post.state !== 'retrying') return no(`is ${post.state} by now`);
  if (!isDue(post.dueAt, now)) return no('is not due');
  if (post.sandbox !== channel.sandbox || post.account !== channel.account) return no('belongs to another account');
  const objection = objectionTo(s, now);
  if (objection) return { type: 'delivered', transition: move(post, objection) };
  const gate = gateFor(channel, { ...post, costUsd: 0 }, s, now, terms.outlet.timezone);
  if (gate.type === 'closed') return no(gate.detail);
  return { type: 'delivered', transition: recorded({ ...post, attempts: post.attempts + 1 }, outcome, terms) };
}

/** The entry that a published post is in its feed; undefined: readers are not to see it now. */
export function entryOf(post: Post, { article, withdrawal, revisedAt }: KnownArticle, now: Instant): Entry | undefined {
  if (post.state !== 'published' || withdrawal || article.status !== 'usable') return undefined;
  if (!isDue(showableFrom(article), now)) return undefined;
  const { publishedAt, updatedAt } = article;
  const saidAt = updatedAt && isDue(updatedAt, now) ? updatedAt : undefined;
  return { post, article, updatedAt: latest(publishedAt, saidAt, revisedAt) };
}

/** Whether the post is, or once was, an entry of a feed: that one follows its article. */
export function wasShown({ platform, state }: Post): boolean {
  return showsArticles(platform) && (state === 'published' || state === 'retracting' || state === 'pulled');
}

/** What a changed article, or one that came back, does to its entry. `isOut`: a rule says no by now. */
export function follow(
  post: Post,
  place: Place,
  isOut: boolean,
  { now, digest }: { readonly now: Instant; readonly digest: (text: string) => string },
): Transition | undefined {
  if (isOut) return withdraw(post, 'ruled-out', now);
  const text = post.textBy === 'editor' ? post.text : (place.text ?? post.text);
  const link = place.reason.type === 'link-taken' ? post.link : place.link;
  const contentHash = digest(approvedContent(text, link, undefined));
  const change = {
    text,
    link,
    linkClaim: place.linkClaim ?? post.linkClaim,
    remoteUrl: link,
    contentHash,
    approvedHash: contentHash,
    breaking: place.breaking,
    newsAt: place.newsAt,
  };
  if (post.state === 'published') {
    return move(post, { type: 'revised', to: 'published', reason: reason('article-changed'), at: now, change });
  }
  // It was news when it was first shown: its age is no reason to keep it out now.
  const again = {
    withdrawal: undefined,
    nextLookAt: undefined,
    freshUntil: undefined,
    dueAt: latest(now, place.dueAt),
  };
  return move(post, {
    type: 'readmitted',
    to: 'scheduled',
    reason: reason('due'),
    at: now,
    change: { ...change, ...again },
  });
}

function no(why: string): DeliverAnswer {
  return { type: 'closed', why };
}
