import { isOurText } from './matching.ts';
import type { RemotePost } from './ports.ts';
import { isFirst, type Post } from './post.ts';
import { live } from './recording.ts';
import { sentByAnother } from './siblings.ts';
import type { Situation, Transition } from './store.ts';
import type { Instant } from './time.ts';

/**
 * What the account was seen to say already of what this post is to say: a colleague's post of the story, or our own whose
 * answer was lost. Of a story that was taken back it is looked for once that is canceled.
 */
export function alreadyLive({ post, known, seen }: Situation): RemotePost | undefined {
  if (!seen || post.withdrawal || known.withdrawal) return undefined;
  const { remotes, posts } = seen;
  // Of a story that has more than its first post the words tell which one this is.
  const ours = remotes.find((remote) => isOurText(post, remote));
  if (ours || !isFirst(post)) return ours;
  const others = sentByAnother(post, posts, remotes);
  return remotes.find(({ remoteId }) => !others.has(remoteId));
}

/** The post is live as this remote one: a second create would double it. */
export function takenForLive(post: Post, remote: RemotePost, now: Instant): Transition {
  const ours = post.everUnconfirmed && isOurText(post, remote);
  return live(post, { ...remote, type: ours ? 'found' : 'by-hand' }, now);
}
