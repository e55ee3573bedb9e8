import { isOurText } from './matching.ts';
import type { RemotePost } from './ports.ts';
import type { Post } from './post.ts';

/** What an account was seen to speak of a link without a post it is recorded for, oldest first, and its story's posts. */
export interface SeenOfStory {
  readonly remotes: readonly RemotePost[];
  readonly posts: readonly Post[];
}

/**
 * Which of the seen posts another post of the same story sent on this account, and which that is. Their link is this
 * post's too, so that only the words tell them apart; that one finds them by itself.
 */
export function sentByAnother(
  post: Post,
  ofTheStory: readonly Post[],
  seen: readonly RemotePost[],
): ReadonlyMap<string, string> {
  const others = ofTheStory.filter(({ id, account, sending }) => id !== post.id && account === post.account && sending);
  return new Map(
    seen
      .filter((remote) => !isOurText(post, remote))
      .flatMap((remote) => {
        const sender = others.find((other) => isOurText(other, remote));
        return sender ? [[remote.remoteId, sender.id] as const] : [];
      }),
  );
}
