import { move } from './move.ts';
import { showsArticles } from './platform.ts';
import type { Post, Withdrawal } from './post.ts';
import { reason } from './reason.ts';
import type { Admission, Sighting, Transition } from './store.ts';
import type { Instant } from './time.ts';

/**
 * Takes a post back: what waits is canceled, what is on its way remembers it, what is live is deleted; only a vanished
 * article leaves it alone, though not in feeds, which show what there is. What crier did not write is left to a person. Undefined: nothing to do.
 */
export function withdraw(post: Post, why: Withdrawal, now: Instant, by?: string): Transition | undefined {
  const word = { at: now, ...(by === undefined ? {} : { by }) };
  switch (post.state) {
    case 'pending_review':
    case 'scheduled':
    case 'retrying':
    case 'failed':
      return move(post, {
        ...word,
        type: 'canceled',
        to: 'canceled',
        reason: reason(why),
        // What never went out holds its link for nobody: the story may come back under another id.
        change: { withdrawal: why, ...(post.everUnconfirmed ? {} : { linkClaim: undefined }) },
      });
    case 'publishing':
    case 'unconfirmed': {
      if (post.withdrawal === why || post.withdrawal === 'pulled-by-person') return undefined;
      return move(post, {
        ...word,
        type: 'withdrawn',
        to: post.state,
        reason: post.reason,
        change: { withdrawal: why },
      });
    }
    case 'published': {
      if ((why === 'vanished' || why === 'ruled-out') && !showsArticles(post.platform)) return undefined;
      const change = { withdrawal: why, nextLookAt: post.foreign ? undefined : now };
      const what = post.foreign ? reason('delete-by-hand', post.remoteUrl) : reason(why);
      return move(post, { ...word, type: 'retracting', to: 'retracting', reason: what, alert: post.foreign, change });
    }
    default:
      return undefined;
  }
}

/** A rule that changed says no to a post on its way: what is not live does not go out any more. */
export function ruleOut(post: Post, now: Instant): Transition | undefined {
  const inFlight = post.state === 'publishing' || post.state === 'unconfirmed';
  return inFlight ? withdraw(post, 'ruled-out', now) : undefined;
}

/** The withdrawal of a post on its way no longer holds: its article came back. */
export function takeBackWithdrawal(post: Post, now: Instant): Transition | undefined {
  const inFlight = post.state === 'publishing' || post.state === 'unconfirmed';
  if (!inFlight || post.withdrawal === undefined) return undefined;
  return move(post, {
    type: 'article-back',
    to: post.state,
    reason: post.reason,
    at: now,
    change: { withdrawal: undefined },
  });
}

/** A further post of a story that came back: a person looks at it again. */
export function comeBack(post: Post, now: Instant): Transition | undefined {
  if (post.state !== 'canceled' || post.withdrawal === undefined) return takeBackWithdrawal(post, now);
  const change = { withdrawal: undefined, approvedHash: undefined };
  const why = reason('article-changed');
  return move(post, { type: 'readmitted', to: 'pending_review', reason: why, at: now, change });
}

/** What becomes of an article that is no longer in its source; undefined: it was taken back already, or never known. */
export function vanish({ known, posts }: Sighting, now: Instant): Admission | undefined {
  if (!known) return undefined;
  const { article, revision } = known;
  // A pull stays a pull, but releasing it must not post a story that is no longer there.
  if (known.withdrawal === 'pulled-by-person' && article.status !== 'canceled') {
    const gone = { ...article, status: 'canceled' as const };
    return { article: gone, at: now, revision, withdrawal: known.withdrawal, opened: [], changed: [] };
  }
  if (known.withdrawal) return undefined;
  const changed = posts.flatMap((post) => withdraw(post, 'vanished', now) ?? []);
  return { article, at: now, revision, withdrawal: 'vanished', opened: [], changed };
}

/** A person's pull of a story, for all its posts; `by` is whose word it is. */
export function pullOf({ known, posts }: Sighting, now: Instant, by: string): Admission | undefined {
  if (!known || known.withdrawal === 'pulled-by-person') return undefined;
  const { article, revision } = known;
  const changed = posts.flatMap((post) => withdraw(post, 'pulled-by-person', now, by) ?? []);
  return { article, at: now, revision, withdrawal: 'pulled-by-person', opened: [], changed };
}
