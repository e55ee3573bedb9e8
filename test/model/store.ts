import { linkKey } from '../../src/domain/link.ts';
import { showsArticles } from '../../src/domain/platform.ts';
import type { RemotePost } from '../../src/domain/ports.ts';
import type { Post } from '../../src/domain/post.ts';
import type { SeenOfStory } from '../../src/domain/siblings.ts';
import type { Admission, Sighting, Situation, Transition } from '../../src/domain/store.ts';
import { isDue } from '../../src/domain/time.ts';
import { remotePost } from './platform.ts';
import { postOf, type World } from './state.ts';

interface Ruled {
  readonly transition?: Transition | undefined;
}

/** Asks a rule about the row as it is and commits what it answers, as the real store does in one transaction. */
export function consult<Answer extends Ruled>(
  world: World,
  id: string,
  rule: (situation: Situation) => Answer,
): { readonly world: World; readonly answer: Answer | undefined } {
  const post = postOf(world, id);
  const other = world.posts.find((one) => one.id !== id && one.state === 'publishing');
  const { known, account, pauses } = world;
  const spoken = { lastHour: 0, breakingLastHour: 0, today: 0, todayUsd: 0, monthUsd: 0 };
  const seen = seenOf(world, post);
  const answer = rule({
    post,
    known,
    account,
    pauses,
    spoken,
    ...(other && { inFlight: other }),
    ...(seen && { seen }),
  });
  if (!answer.transition) return { world, answer };
  const next = commit(world, answer.transition);
  return next ? { world: next, answer } : { world, answer: undefined };
}

/** Compare-and-swap on the version; undefined where someone was first, or where a unique index of the real store refuses. */
export function commit(world: World, transition: Transition): World | undefined {
  const { post, event, account, pause } = transition;
  if (postOf(world, post.id).version !== post.version - 1) return undefined;
  if (world.posts.some((other) => other.id !== post.id && clash(other, post))) return undefined;
  const posts = world.posts.map((other) => (other.id === post.id ? post : other));
  const isTold = event.alert === true || (event.type !== 'claimed' && world.told[post.id] === true);
  return {
    ...world,
    posts,
    account: account ? patched(world.account, account) : world.account,
    pauses: pause && !world.pauses.some(({ scope }) => scope === pause.scope) ? [...world.pauses, pause] : world.pauses,
    files: showsArticles(post.platform) ? { ...world.files, isOwed: true } : world.files,
    told: { ...world.told, [post.id]: isTold },
    counted: { ...world.counted, [post.id]: counted(world.counted[post.id] ?? 0, transition) },
    happened: [...world.happened, transition],
  };
}

/** What becomes of the article, all its changes in one transaction. */
export function intake(world: World, decide: (sighting: Sighting) => Admission | undefined): World {
  const { known, posts } = world;
  const isLinkTaken: Sighting['isLinkTaken'] = (account, linkClaim, occasion) =>
    posts.some((post) => post.account === account && post.linkClaim === linkClaim && post.occasion === occasion);
  const admission = decide({ known, posts, isLinkTaken });
  if (!admission) return world;
  const { withdrawal: _, ...before } = known;
  const { article, revision, withdrawal } = admission;
  const taken: World = { ...world, known: { ...before, article, revision, ...(withdrawal ? { withdrawal } : {}) } };
  return admission.changed.reduce((next, transition) => {
    const changed = commit(next, transition);
    if (!changed) throw new Error(`decided on another version than that of post ${transition.post.id}`);
    return changed;
  }, taken);
}

function clash(one: Post, other: Post): boolean {
  const sameRemote = one.remoteId !== undefined && one.remoteId === other.remoteId;
  const sameLink = one.linkClaim !== undefined && one.linkClaim === other.linkClaim && one.occasion === other.occasion;
  return sameRemote || sameLink || (one.state === 'publishing' && other.state === 'publishing');
}

/** What a look saw of the post's link that is not recorded for any post. */
function seenOf(world: World, post: Post): SeenOfStory | undefined {
  const remotes = world.platform.timeline
    .filter(({ id }) => world.remembered.includes(id) && !isRecorded(world, id))
    .map(remotePost)
    .filter((remote) => speaks(post, remote));
  return remotes.length === 0 ? undefined : { remotes, posts: world.posts };
}

/** Whether the post would speak what this remote one does. */
export function speaks({ linkClaim }: Post, { links }: RemotePost): boolean {
  return links.some((link) => linkKey(link) === linkClaim);
}

export function isRecorded(world: World, remoteId: string): boolean {
  return recordedFor(world).has(remoteId);
}

/** For which posts of the account these remote posts are recorded. */
export function recordedFor({ posts }: World): ReadonlyMap<string, string> {
  const twins = posts.flatMap((post) => post.twins.map((twin) => [twin, post.id] as const));
  return new Map([
    ...twins,
    ...posts.flatMap(({ id, remoteId }) => (remoteId === undefined ? [] : [[remoteId, id] as const])),
  ]);
}

/** A limit only ever moves later. */
export function patched(account: World['account'], change: NonNullable<Transition['account']>): World['account'] {
  const { limitedUntil, app: _, hasCredits: __, blindSince: ___, blindTold: ____, ...rest } = change;
  const isLater = limitedUntil && !(account.limitedUntil && isDue(limitedUntil, account.limitedUntil));
  return { ...account, ...rest, ...(isLater ? { limitedUntil } : {}) };
}

/** Events after which an attempt does not count. */
const GIVES_BACK = ['limited', 'unauthorized', 'held-back', 'expired', 'revised', 'rerouted'];

/** How many attempts the post's history adds up to, told from its events alone. */
function counted(before: number, { post, event }: Transition): number {
  // Of a canceled post it does not matter any more.
  if (event.to === 'canceled') return post.attempts;
  if (event.type === 'requeued') return 0;
  if (event.type === 'claimed') return before + 1;
  if (event.from === 'publishing' && GIVES_BACK.includes(event.type)) return before - 1;
  return before;
}
