import { z } from 'zod';
import { withoutImage } from '../../domain/illustration.ts';
import { heldMedia, imageToAttach } from '../../domain/image-tries.ts';
import type { PrepareOutcome } from '../../domain/ports.ts';
import type { Post } from '../../domain/post.ts';
import { after, HOUR_MS, type Instant } from '../../domain/time.ts';
import { failureOf, says, told } from './failure.ts';
import { closing } from './outcome.ts';
import type { Reply } from './reply.ts';
import type { GraphRequest } from './transport.ts';

/** Facebook keeps a temporary photo for about a day; nobody says how long. */
const KEPT_FOR_MS = 12 * HOUR_MS;

/**
 * Has Facebook fetch the post's image as a photo that nobody sees until a post names it. It can be repeated, and leaves no
 * more than a photo that Facebook throws away.
 */
export async function preparePhoto(
  post: Post,
  ask: (request: GraphRequest) => Promise<Reply>,
  page: string,
  now: () => Instant,
): Promise<PrepareOutcome> {
  const image = imageToAttach(post);
  if (!image) return { type: 'ready' };
  const held = heldMedia(post, now());
  if (held) return { type: 'ready', media: held };
  // Texts all of them: `fb` ends the process over some values that are none.
  const alt = image.alt === undefined ? {} : { alt_text_custom: image.alt };
  const params = { url: image.url, published: 'false', temporary: 'true', ...alt };
  const reply = await ask({ method: 'post', path: `${page}/photos`, params });
  const photo = reply.type === 'answered' ? PHOTO.safeParse(reply.body).data : undefined;
  if (!photo) return notTaken(reply, now());
  return { type: 'ready', media: { id: photo.id, ...image, usableUntil: after(now(), KEPT_FOR_MS) } };
}

function notTaken(reply: Reply, now: Instant): PrepareOutcome {
  const unavailable = (said: string): PrepareOutcome => {
    return { type: 'image-unavailable', detail: told('Facebook gave no clear answer to the image.', said) };
  };
  if (reply.type === 'answered') return unavailable(says(reply.body));
  const failure = failureOf(reply, now);
  switch (failure.type) {
    case 'unsent':
    case 'lost':
    case 'unscraped':
      return unavailable(failure.said);
    case 'refused':
    case 'duplicate':
      return { type: 'ready', note: withoutImage(told('Facebook did not take the image.', failure.said)) };
    default:
      return closing(failure);
  }
}

const PHOTO = z.object({ id: z.string().regex(/^\d{1,25}$/) });
