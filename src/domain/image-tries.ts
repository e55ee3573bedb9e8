import { givenBack, held, type RecordTerms } from './attempt.ts';
import { withoutImage } from './illustration.ts';
import type { Media, Post, PostImage } from './post.ts';
import { reason } from './reason.ts';
import { retryDelayMs } from './retry.ts';
import type { Transition } from './store.ts';
import { after, type Instant, isDue, MINUTE_MS } from './time.ts';

/** How often an image is tried before the post goes out without it; breaking news tries once. */
const IMAGE_TRIES = 3;
/** What a platform holds ready must last for the create, and for clocks that differ. */
const MEDIA_MARGIN_MS = 10 * MINUTE_MS;

/**
 * The image that the next attempt is to attach; undefined: none, or it was tried often enough. After a lost answer a
 * picture goes out only where one was sent, or the platform could not catch a late twin.
 */
export function imageToAttach(post: Post): PostImage | undefined {
  if (post.imageTries >= triesOf(post)) return undefined;
  return post.everUnconfirmed && !post.sending?.media ? undefined : post.image;
}

/** The very image of this post that an earlier attempt has left on the platform, where it can still be used. */
export function heldMedia({ image, sending }: Post, now: Instant): Media | undefined {
  const media = sending?.media;
  if (!media?.usableUntil || media.url !== image?.url || media.alt !== image.alt) return undefined;
  return isDue(media.usableUntil, after(now, MEDIA_MARGIN_MS)) ? undefined : media;
}

/** Whether a post waits for an image that cannot be had now: not breaking news, nor one that would get stale over it. */
export function waitsForImage(post: Post, terms: RecordTerms): boolean {
  if (post.imageTries + 1 >= triesOf(post)) return false;
  return !post.freshUntil || !isDue(post.freshUntil, nextTryAt(post, terms));
}

/** A claimed post whose image cannot be had now: nothing was sent, it tries again soon, and the attempt does not count. */
export function imageUnavailable(
  post: Post,
  token: string,
  detail: string,
  terms: RecordTerms,
): Transition | undefined {
  if (!held(post, token)) return undefined;
  const why = reason('image-unavailable', detail);
  const change = { dueAt: nextTryAt(post, terms), lastError: detail, ...tried(post, detail, false) };
  return givenBack(post, { type: 'image-unavailable', to: 'retrying', reason: why, at: terms.now, change });
}

/** A post that was refused with a picture: it may be the picture, so it goes once more without. */
export function refusedWithImage(post: Post, detail: string, now: Instant): Transition {
  const why = reason('image-refused', detail);
  const note = withoutImage(`the platform refused the post with it: ${detail}`);
  const change = { dueAt: now, lastError: detail, imageTries: IMAGE_TRIES, note };
  return givenBack(post, { type: 'image-refused', to: 'retrying', reason: why, at: now, change });
}

/** What a try that failed does to a post; nothing where it was to carry no image. `isLast`: none is to follow. */
export function imageTried(post: Post, why: string, isLast = false): Partial<Pick<Post, 'imageTries' | 'note'>> {
  return imageToAttach(post) ? tried(post, why, isLast) : {};
}

function tried(post: Post, why: string, isLast: boolean): Pick<Post, 'imageTries' | 'note'> {
  const imageTries = isLast ? IMAGE_TRIES : post.imageTries + 1;
  return imageTries < triesOf(post) ? { imageTries } : { imageTries, note: withoutImage(why) };
}

function triesOf({ breaking }: Post): number {
  return breaking ? 1 : IMAGE_TRIES;
}

function nextTryAt({ imageTries }: Post, { now, delivery, random }: RecordTerms): Instant {
  return after(now, retryDelayMs(imageTries + 1, delivery.firstRetryMs, random));
}
