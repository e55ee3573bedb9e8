import { admit } from './admission.ts';
import { type Article, routing } from './article.ts';
import type { Channel } from './channel.ts';
import { type ChannelAtWork, type Place, placeOf } from './place.ts';
import { isWaiting, type Post, type PostEvent, UNTOUCHED, type Withdrawal } from './post.ts';
import { reconsider } from './revision.ts';
import type { Admission, Sighting, Transition } from './store.ts';
import { type Instant, isDue } from './time.ts';
import { comeBack, withdraw } from './withdrawal.ts';
import { rewords } from './wording.ts';

export interface PlanTerms {
  readonly now: Instant;
  readonly revision: string;
  readonly channels: readonly ChannelAtWork[];
  readonly newId: () => string;
  readonly digest: (text: string) => string;
}

/**
 * What becomes of an article as its source now shows it: one post for each channel that has none, and for the others
 * what the change of the article means. Undefined: nothing to write.
 */
export function plan(seen: Article, sighting: Sighting, terms: PlanTerms): Admission | undefined {
  const { known, posts } = sighting;
  const { now, revision } = terms;
  const article = steady(seen, known?.article, now);
  const withdrawal = withdrawalOf(article, known?.withdrawal);
  const revised = known?.revision !== revision;
  const unchanged =
    known !== undefined && !revised && routing(known.article) === routing(article) && known.withdrawal === withdrawal;
  const opened: { post: Post; event: PostEvent }[] = [];
  const changed: Transition[] = [];
  const claims = new Set<string>();
  if (withdrawal && !unchanged) changed.push(...posts.flatMap((post) => withdraw(post, withdrawal, now) ?? []));
  for (const atWork of terms.channels) {
    const { account, id } = atWork.channel;
    const post = posts.find((other) => other.channel === id && other.occasion === 'first');
    if (post && (unchanged || withdrawal)) continue;
    const speaksElsewhere = posts.some(
      (other) =>
        other !== post && other.account === account && other.occasion === 'first' && other.linkClaim !== undefined,
    );
    const claimant = post && isWaiting(post) ? post.account : account;
    const isTaken = (claim: string) =>
      post?.linkClaim !== claim &&
      ((post?.linkClaim === undefined && speaksElsewhere) ||
        claims.has(`${claimant} ${claim}`) ||
        sighting.isLinkTaken(claimant, claim, 'first'));
    const place = placeOf(article, atWork, terms, withdrawal, isTaken);
    if (post)
      changed.push(
        ...[
          reconsider(post, place, {
            revised,
            reworded: !revised && known !== undefined && rewords(known.article, article, atWork.channel),
            channel: atWork.channel,
            before: known && admit(known.article, atWork.channel, now),
            ...terms,
          }) ?? [],
        ].flat(),
      );
    else opened.push(open(article, atWork.channel, place, terms));
    if (place.linkClaim) claims.add(`${claimant} ${place.linkClaim}`);
  }
  for (const post of unchanged || withdrawal ? [] : posts.filter(({ occasion }) => occasion !== 'first')) {
    changed.push(...[comeBack(post, now) ?? []].flat());
  }
  if (unchanged && opened.length === 0) return undefined;
  return { article, at: now, revision, ...(withdrawal ? { withdrawal } : {}), opened, changed };
}

/** A story that was out already is not published again by a later date, as a file has that was only touched. */
function steady(article: Article, before: Article | undefined, now: Instant): Article {
  const wasOut = before?.status === 'usable' && isDue(before.publishedAt, now);
  const isLater = before && Temporal.Instant.compare(article.publishedAt, before.publishedAt) > 0;
  return wasOut && isLater && isDue(article.publishedAt, now)
    ? { ...article, publishedAt: before.publishedAt }
    : article;
}

/** A person's pull holds until it is released; a vanished article that is seen again is back. */
function withdrawalOf(article: Article, before: Withdrawal | undefined): Withdrawal | undefined {
  if (before === 'pulled-by-person') return before;
  return article.status === 'canceled' ? 'withdrawn' : undefined;
}

function open(
  article: Article,
  channel: Channel,
  place: Place,
  { now, newId }: PlanTerms,
): Admission['opened'][number] {
  const { to, approved, ...rest } = place;
  const post: Post = {
    ...UNTOUCHED,
    ...rest,
    id: newId(),
    article: { source: article.source, id: article.id },
    channel: channel.id,
    account: channel.account,
    platform: channel.platform,
    occasion: 'first',
    sandbox: channel.sandbox,
    state: to,
    textBy: 'crier',
    ...(approved ? { approvedHash: place.contentHash } : {}),
    createdAt: now,
    updatedAt: now,
  };
  return { post, event: { type: 'opened', at: now, to, reason: place.reason } };
}
