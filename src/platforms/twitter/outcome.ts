import { z } from 'zod';
import type {
  Identity,
  NoCredits,
  PublishOutcome,
  RateLimited,
  RetractOutcome,
  Unauthorized,
} from '../../domain/ports.ts';
import type { Instant } from '../../domain/time.ts';
import { type Failure, failureOf, MAY_ONLY_READ, says, told } from './failure.ts';
import type { Reply } from './reply.ts';

/** What a reply to a create means. A good status alone means nothing: only an id is a post. */
export function publishOutcome(reply: Reply, now: Instant): PublishOutcome {
  if (reply.type === 'answered') {
    const created = CREATED.safeParse(reply.body);
    if (!created.success) return unconfirmed(says(reply.body) || 'a good status without the id of a post');
    const remoteId = created.data.data.id;
    return { type: 'published', remoteId, url: postUrl(remoteId) };
  }
  const failure = failureOf(reply, now);
  switch (failure.type) {
    case 'unsent':
      return {
        type: 'unavailable',
        detail: told('X could not be reached; it is tried again. Check the network if this goes on.', failure.said),
      };
    case 'lost':
      return unconfirmed(failure.said);
    case 'refused':
      return failure.duplicate
        ? { type: 'refused', duplicate: true, detail: told('Look on the account: it has this text.', failure.said) }
        : { type: 'refused', detail: told('Change the words and approve them anew.', failure.said) };
    default:
      return failure;
  }
}

/** What a reply to a deletion means. Deleting can be repeated, so a lost answer is as good as none. */
export function retractOutcome(reply: Reply, now: Instant): RetractOutcome {
  if (reply.type === 'answered') {
    if (DELETED.safeParse(reply.body).success || NOT_FOUND.safeParse(reply.body).success) return { type: 'gone' };
    return {
      type: 'unavailable',
      detail: told('X did not say that the post is gone; it is asked again.', says(reply.body)),
    };
  }
  const failure = failureOf(reply, now);
  switch (failure.type) {
    case 'unsent':
    case 'lost':
      return { type: 'unavailable', detail: told('X gave no answer; it is asked again.', failure.said) };
    case 'refused':
      if (failure.missing) return { type: 'gone' };
      return { type: 'refused', detail: told('Delete the post by hand.', failure.said) };
    default:
      return failure;
  }
}

/** What a reply to `users/me` means; X says in the header `x-access-level` what the token may do. */
export function identityOf(reply: Reply, now: Instant): Identity {
  if (reply.type !== 'answered') return unknownUnlessClosed(failureOf(reply, now));
  const me = ME.safeParse(reply.body);
  if (!me.success) return { type: 'unknown', detail: told('X did not say who the account is.', says(reply.body)) };
  const name = `@${me.data.data.username}`;
  const level = reply.headers['x-access-level'];
  if (typeof level !== 'string') return { type: 'known', name, mayWrite: undefined };
  if (level.includes('write')) return { type: 'known', name, mayWrite: true };
  return { type: 'known', name, mayWrite: false, detail: MAY_ONLY_READ };
}

/** For questions: what closes the account stays what it is, all else means that nothing is known. */
export function unknownUnlessClosed(
  failure: Failure,
): RateLimited | NoCredits | Unauthorized | { readonly type: 'unknown'; readonly detail: string } {
  if (failure.type === 'rate-limited' || failure.type === 'no-credits' || failure.type === 'unauthorized')
    return failure;
  return { type: 'unknown', detail: told('X could not be asked; it is asked again.', failure.said) };
}

/** The id of the account in a reply to `users/me`. */
export function userIdIn(reply: Reply): string | undefined {
  return reply.type === 'answered' ? ME.safeParse(reply.body).data?.data.id : undefined;
}

/** Where readers find a post; X leads them on to the author's page. */
export function postUrl(remoteId: string): string {
  return `https://x.com/i/web/status/${remoteId}`;
}

function unconfirmed(said: string): PublishOutcome {
  const advice = 'X gave no clear answer; look on the account before posting this again.';
  return { type: 'unconfirmed', detail: told(advice, said) };
}

const ID = z.string().regex(/^\d{1,20}$/);
const CREATED = z.object({ data: z.object({ id: ID }) });
const DELETED = z.object({ data: z.object({ deleted: z.literal(true) }) });
const ME = z.object({ data: z.object({ id: ID, username: z.string().regex(/^\w{1,30}$/) }) });
const NOT_FOUND = z.object({ errors: z.tuple([z.object({ type: z.string().endsWith('/resource-not-found') })]) });
