import { z } from 'zod';
import type { PrepareOutcome, PublishOutcome, RateLimited, RetractOutcome, Unauthorized } from '../../domain/ports.ts';
import type { Instant } from '../../domain/time.ts';
import { type Failure, failureOf, MAY_NOT_POST, says, told } from './failure.ts';
import type { Reply } from './reply.ts';

/**
 * What a reply to a create means. A good status alone means nothing: only an id is a post. `withPhoto`: it named one, and
 * what is "not there" then is the photo.
 */
export function publishOutcome(reply: Reply, now: Instant, withPhoto: boolean): PublishOutcome {
  if (reply.type === 'answered') {
    const created = CREATED.safeParse(reply.body);
    if (!created.success) return unconfirmed(says(reply.body) || 'a good status without the id of a post');
    const { id: remoteId, permalink_url } = created.data;
    return { type: 'published', remoteId, url: postUrl(remoteId, permalink_url) };
  }
  const failure = failureOf(reply, now);
  switch (failure.type) {
    case 'unsent':
      return {
        type: 'unavailable',
        detail: told('Facebook could not be reached; it is tried again. Check the network.', failure.said),
      };
    case 'unscraped':
      return {
        type: 'unavailable',
        detail: told('Facebook could not read the linked page; it is tried again. Open the link.', failure.said),
      };
    case 'lost':
      return unconfirmed(failure.said);
    case 'duplicate':
      return { type: 'refused', duplicate: true, detail: told('Look on the Page: it has this post.', failure.said) };
    case 'refused':
      return { type: 'refused', detail: told('Change the words and approve them anew.', failure.said) };
    case 'missing':
      if (withPhoto) return { type: 'refused', detail: told('Facebook no longer has the photo.', failure.said) };
      return closing(failure);
    default:
      return closing(failure);
  }
}

/**
 * What a reply to a fresh reading of the linked page means. Only a closed gate and a dead token hold a post up: a link
 * Facebook cannot read, or may not be asked to read anew, can still be posted.
 */
export function prepareOutcome(reply: Reply, now: Instant): PrepareOutcome {
  const failure = reply.type === 'answered' ? undefined : failureOf(reply, now);
  return failure?.type === 'rate-limited' || failure?.type === 'unauthorized' ? failure : { type: 'ready' };
}

/** What a reply to a deletion means; `missing`: it is gone, or hidden from us, and the same words say both. */
export function retractOutcome(reply: Reply, now: Instant): RetractOutcome | { readonly type: 'missing' } {
  if (reply.type === 'answered') {
    if (DELETED.safeParse(reply.body).success) return { type: 'gone' };
    return {
      type: 'unavailable',
      detail: told('Facebook did not say that the post is gone; it is asked again.', says(reply.body)),
    };
  }
  const failure = failureOf(reply, now);
  switch (failure.type) {
    case 'missing':
      return { type: 'missing' };
    case 'unsent':
    case 'lost':
      return { type: 'unavailable', detail: told('Facebook gave no answer; it is asked again.', failure.said) };
    case 'rate-limited':
    case 'unauthorized':
      return failure;
    default:
      return { type: 'refused', detail: told('Delete the post by hand.', failure.said) };
  }
}

/** What a reply to reading a post means that Facebook would not delete as if it were missing. */
export function missingOutcome(reply: Reply, now: Instant): RetractOutcome {
  if (reply.type === 'answered') {
    return EXISTING.safeParse(reply.body).success
      ? { type: 'refused', detail: 'Delete the post by hand: it is there, and Facebook will not let crier do it.' }
      : { type: 'unavailable', detail: told('Facebook did not say whether the post is there.', says(reply.body)) };
  }
  const failure = failureOf(reply, now);
  if (failure.type === 'missing') return { type: 'gone' };
  const closed = unknownUnlessClosed(failure);
  return closed.type === 'unknown' ? { type: 'unavailable', detail: closed.detail } : closed;
}

/** For questions: what closes the account stays what it is, all else means that nothing is known. */
export function unknownUnlessClosed(
  failure: Failure,
): RateLimited | Unauthorized | { readonly type: 'unknown'; readonly detail: string } {
  switch (failure.type) {
    case 'rate-limited':
    case 'unauthorized':
    case 'forbidden':
    case 'missing':
      return closing(failure);
    default:
      return { type: 'unknown', detail: told('Facebook could not be asked; it is asked again.', failure.said) };
  }
}

/** Where readers find a post: what Facebook says, where that is an address of its own. */
export function postUrl(remoteId: string, permalink: string | undefined): string {
  return permalink ?? `https://www.facebook.com/${remoteId}`;
}

/** What the whole account suffers from, not the post. */
export function closing(
  failure: RateLimited | Unauthorized | Extract<Failure, { type: 'forbidden' | 'missing' }>,
): RateLimited | Unauthorized {
  if (failure.type === 'rate-limited' || failure.type === 'unauthorized') return failure;
  const advice =
    failure.type === 'missing' ? 'There is no such Page for this token: check the number of the Page.' : MAY_NOT_POST;
  return { type: 'unauthorized', detail: told(advice, failure.said) };
}

function unconfirmed(said: string): PublishOutcome {
  const advice = 'Facebook gave no clear answer; look on the Page before posting this again.';
  return { type: 'unconfirmed', detail: told(advice, said) };
}

/** The id of a post, as Facebook has it: the Page's number and the post's. */
export const POST_ID = z.string().regex(/^\d{1,25}(?:_\d{1,25})?$/);
/** An address on Facebook itself; undefined where it is anything else. */
export const PERMALINK = z
  .string()
  .max(2000)
  .regex(/^https:\/\/(?:www\.)?facebook\.com\/[\x21-\x7E]+$/)
  .optional()
  .catch(undefined);

const CREATED = z.object({ id: POST_ID, permalink_url: PERMALINK });
const DELETED = z.object({ success: z.literal(true) });
const EXISTING = z.object({ id: POST_ID });
