import type { Channel } from './channel.ts';
import { withoutImage } from './illustration.ts';
import { linkKey } from './link.ts';
import { type Move, move } from './move.ts';
import { approvedContent, isWaiting, type Post, type PostState } from './post.ts';
import { reason } from './reason.ts';
import { live } from './recording.ts';
import { surelyAbsent } from './settling.ts';
import type { Transition } from './store.ts';
import { after, type Instant, latest } from './time.ts';

/** What an editor wants done with a post; the same rules for the command line and the desk. */
export type Decision =
  | { readonly type: 'approve'; readonly hash?: string }
  | { readonly type: 'reject' }
  | { readonly type: 'return' }
  | { readonly type: 'cancel' }
  | { readonly type: 'retry' }
  | { readonly type: 'revive' }
  | { readonly type: 'edit'; readonly text: string }
  /** What its image shows, or that it goes without. */
  | { readonly type: 'edit-image'; readonly as: { readonly alt: string } | 'none' }
  | { readonly type: 'schedule'; readonly at: Instant }
  | { readonly type: 'settle'; readonly as: { readonly url: string; readonly remoteId?: string } | 'absent' };

export type DecisionAnswer =
  | { readonly type: 'decided'; readonly transition: Transition }
  /** Someone was first, the content is not what the editor saw, or the rules do not allow it; `why` says what would. */
  | { readonly type: 'refused'; readonly why: string; readonly transition?: undefined };

export interface DecisionTerms {
  readonly by: string;
  readonly now: Instant;
  readonly digest: (text: string) => string;
  /** The channel as configured; undefined where it no longer is. */
  readonly channel?: Channel | undefined;
}

/** From which states each decision may be taken. */
export const DECIDED_FROM: Record<Decision['type'], readonly PostState[]> = {
  approve: ['pending_review'],
  reject: ['pending_review'],
  return: ['scheduled', 'retrying'],
  cancel: ['pending_review', 'scheduled', 'retrying', 'failed'],
  retry: ['failed'],
  revive: ['skipped', 'expired', 'rejected'],
  edit: ['pending_review', 'scheduled', 'retrying', 'failed'],
  'edit-image': ['pending_review', 'scheduled', 'retrying', 'failed'],
  schedule: ['pending_review', 'scheduled', 'retrying'],
  settle: ['unconfirmed'],
};

/** What becomes of a post by an editor's decision. */
export function decide(post: Post, decision: Decision, terms: DecisionTerms): DecisionAnswer {
  const allowed = DECIDED_FROM[decision.type];
  if (!allowed.includes(post.state)) {
    return decision.type === 'retry' && post.state === 'unconfirmed'
      ? refuse(`${post.id} may be live already: look on the account, then "queue settle ${post.id}"`)
      : refuse(`${post.id} is ${post.state}; ${decision.type} is for ${allowed.join(', ')}`);
  }
  const { by, now } = terms;
  switch (decision.type) {
    case 'approve':
      return approve(post, decision.hash, terms);
    case 'reject':
      return decided(move(post, { type: 'rejected', to: 'rejected', reason: reason('rejected'), at: now, by }));
    case 'cancel':
      return decided(
        move(post, { type: 'canceled', to: 'canceled', reason: reason('canceled-by-person'), at: now, by }),
      );
    case 'return': {
      const change = { approvedHash: undefined };
      return decided(
        move(post, { type: 'sent-back', to: 'pending_review', reason: reason('sent-back'), at: now, by, change }),
      );
    }
    case 'retry': {
      const change = { attempts: 0, imageTries: 0, linkTries: 0, dueAt: now, ...fresh(post, terms) };
      return decided(move(post, { type: 'requeued', to: 'retrying', reason: reason('requeued'), at: now, by, change }));
    }
    case 'revive':
      return revive(post, terms);
    case 'edit':
      return edit(post, { text: decision.text, textBy: 'editor' }, terms);
    case 'edit-image':
      return editImage(post, decision.as, terms);
    case 'schedule': {
      const change = { dueAt: decision.at, timedByPerson: true, linkTries: 0, ...fresh(post, terms, decision.at) };
      return decided(move(post, { type: 'timed', to: post.state, reason: timed(post), at: now, by, change }));
    }
    case 'settle':
      if (decision.as === 'absent') return decided(surelyAbsent(post, now, by));
      return decided(live(post, { ...decision.as, type: 'settled', by }, now));
  }
}

function approve(post: Post, hash: string | undefined, { by, now, channel }: DecisionTerms): DecisionAnswer {
  if (post.text === undefined) return refuse(`${post.id} has no words yet: "queue edit ${post.id} --text …" first`);
  if (hash !== undefined && hash !== post.contentHash) return refuse(`${post.id} changed since you saw it: look again`);
  if (post.freshUntil && channel && Temporal.Instant.compare(post.freshUntil, now) <= 0) {
    return refuse(`${post.id} is no longer news: "queue schedule ${post.id} --at TIME" gives it a new time`);
  }
  const change = { approvedHash: post.contentHash, dueAt: latest(post.dueAt, now) };
  return decided(move(post, { type: 'approved', to: 'scheduled', reason: reason('approved'), at: now, by, change }));
}

function revive(post: Post, terms: DecisionTerms): DecisionAnswer {
  const linkClaim = post.linkClaim ?? linkKey(post.link, Object.keys(terms.channel?.linkTags ?? {}));
  const change = { approvedHash: undefined, linkClaim, dueAt: latest(post.dueAt, terms.now), ...fresh(post, terms) };
  const why = reason('revived');
  return decided(
    move(post, { type: 'revived', to: 'pending_review', reason: why, at: terms.now, by: terms.by, change }),
  );
}

type Edit = Pick<NonNullable<Move['change']>, 'text' | 'textBy' | 'image' | 'imageTries' | 'note'>;

function editImage(post: Post, as: { readonly alt: string } | 'none', terms: DecisionTerms): DecisionAnswer {
  if (!post.image) return refuse(`${post.id} carries no image`);
  if (as === 'none') return edit(post, { image: undefined, note: withoutImage('an editor left it out') }, terms);
  const alt = as.alt.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (!alt) return refuse('an alt text says what the image shows, and this one says nothing');
  return edit(post, { image: { url: post.image.url, alt }, imageTries: 0, note: undefined }, terms);
}

function edit(post: Post, content: Edit, { by, now, digest }: DecisionTerms): DecisionAnswer {
  // A retry after a lost answer must carry the same bytes, or the platform cannot catch a late twin.
  if (post.everUnconfirmed) return refuse(`${post.id} was sent once without an answer: it cannot change any more`);
  const { text, image } = { ...post, ...content };
  const contentHash = digest(approvedContent(text, post.link, image));
  const change = { ...content, contentHash, approvedHash: undefined };
  return decided(move(post, { type: 'edited', to: 'pending_review', reason: reason('edited'), at: now, by, change }));
}

/** Age counts from the latest of publication, embargo and the time an editor set. */
function fresh(post: Post, { now, channel }: DecisionTerms, at: Instant = now): Partial<Post> {
  const newsAt = latest(post.newsAt, at);
  const freshForMs = (post.breaking ? channel?.breaking?.freshForMs : undefined) ?? channel?.freshForMs;
  return freshForMs === undefined ? { newsAt } : { newsAt, freshUntil: after(newsAt, freshForMs) };
}

function timed(post: Post) {
  return isWaiting(post) && post.state !== 'pending_review' ? reason('timed') : post.reason;
}

function decided(transition: Transition): DecisionAnswer {
  return { type: 'decided', transition };
}

function refuse(why: string): DecisionAnswer {
  return { type: 'refused', why };
}
