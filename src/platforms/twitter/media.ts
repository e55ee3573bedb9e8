import { z } from 'zod';
import { withoutImage } from '../../domain/illustration.ts';
import { heldMedia, imageToAttach } from '../../domain/image-tries.ts';
import type { PrepareOutcome } from '../../domain/ports.ts';
import type { Post } from '../../domain/post.ts';
import { after, type Instant, SECOND_MS } from '../../domain/time.ts';
import { type FetchResult, safeFetch } from '../../lib/fetch.ts';
import { imageType, shrunk } from '../../lib/image.ts';
import type { Request } from './call.ts';
import { failureOf, says, told } from './failure.ts';
import type { Reply } from './reply.ts';

/** X takes images of up to 5 MB (docs.x.com, August 2026); nobody says which megabytes. */
const MOST_UPLOADED_BYTES = 5_000_000;
const MOST_FETCHED_BYTES = 20_000_000;
/** The longest alt text X takes. */
const MOST_ALT_CHARACTERS = 1000;

export interface MediaTerms {
  readonly ask: (request: Request) => Promise<Reply>;
  readonly now: () => Instant;
  /** For all of it; the image itself gets half. */
  readonly deadlineMs: number;
  /** `host:port` that may be fetched although it is private. */
  readonly fetchAllow: readonly string[];
}

/**
 * Brings the post's image to X: fetched, made to fit, uploaded, told what it shows. All of it can be repeated, and leaves
 * no more than an upload that nobody uses. A picture is never posted without the alt text it has.
 */
export async function prepareMedia(post: Post, terms: MediaTerms, signal: AbortSignal): Promise<PrepareOutcome> {
  const image = imageToAttach(post);
  if (!image) return { type: 'ready' };
  const held = heldMedia(post, terms.now());
  if (held) return { type: 'ready', media: held };
  const fetched = await fetchImage(image.url, terms, signal);
  if (fetched.type !== 'fitting') return fetched;
  const uploaded = await terms.ask({ method: 'post', path: 'media/upload', form: uploadForm(fetched.bytes) });
  const upload = uploaded.type === 'answered' ? UPLOADED.safeParse(uploaded.body).data?.data : undefined;
  if (!upload) return notTaken(uploaded, 'X did not take the image', terms.now());
  const { id, expires_after_secs: seconds } = upload;
  const media = { id, ...image, ...(seconds && { usableUntil: after(terms.now(), seconds * SECOND_MS) }) };
  if (image.alt === undefined) return { type: 'ready', media };
  const body = { id, metadata: { alt_text: { text: cutAtWord(image.alt, MOST_ALT_CHARACTERS) } } };
  const described = await terms.ask({ method: 'post', path: 'media/metadata', body });
  const isDescribed = described.type === 'answered' && DESCRIBED.safeParse(described.body).success;
  return isDescribed ? { type: 'ready', media } : notTaken(described, 'X did not take its alt text', terms.now());
}

/** X takes an image whole, in one request; it tells its type by itself. */
function uploadForm(bytes: Uint8Array): FormData {
  const form = new FormData();
  form.set('media', new Blob([new Uint8Array(bytes)]), 'image');
  form.set('media_category', 'tweet_image');
  return form;
}

type Fetched = PrepareOutcome | { readonly type: 'fitting'; readonly bytes: Uint8Array };

async function fetchImage(url: string, { deadlineMs, fetchAllow }: MediaTerms, signal: AbortSignal): Promise<Fetched> {
  const options = { deadlineMs: deadlineMs / 2, maxBytes: MOST_FETCHED_BYTES, allow: fetchAllow, signal };
  const fetched = await safeFetch(url, options);
  if (fetched.type === 'refused') return without(`the image is not fetched: ${fetched.detail}`);
  if (fetched.type === 'unavailable' || isPassing(fetched)) {
    const why = fetched.type === 'answered' ? `answers ${fetched.status}` : `does not answer: ${fetched.detail}`;
    return { type: 'image-unavailable', detail: `the image ${why}` };
  }
  if (fetched.status !== 200) return without(`the image answers ${fetched.status}`);
  const type = imageType(fetched.body);
  if (!type) return without('what its address answers is no JPEG, PNG, GIF or WebP image');
  if (fetched.body.length <= MOST_UPLOADED_BYTES) return { type: 'fitting', bytes: fetched.body };
  const seconds = Math.max(1, Math.floor(deadlineMs / 8 / SECOND_MS));
  const made = await shrunk(fetched.body, type, { maxBytes: MOST_UPLOADED_BYTES, seconds, signal });
  if (made.type === 'failed') return without(told('the image is too large and cannot be made smaller', made.detail));
  return { type: 'fitting', bytes: made.bytes };
}

/** An answer that says nothing of the image itself. */
function isPassing({ status }: Extract<FetchResult, { type: 'answered' }>): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

function notTaken(reply: Reply, what: string, now: Instant): PrepareOutcome {
  if (reply.type === 'answered') return { type: 'image-unavailable', detail: told(`${what}.`, says(reply.body)) };
  const failure = failureOf(reply, now);
  switch (failure.type) {
    case 'refused':
      return without(told(`${what}.`, failure.said));
    case 'unsent':
    case 'lost':
      return { type: 'image-unavailable', detail: told(`${what}: it gave no clear answer.`, failure.said) };
    default:
      return failure;
  }
}

function without(why: string): PrepareOutcome {
  return { type: 'ready', note: withoutImage(why) };
}

/** The text, or as many of its words as fit with a sign that there are more. */
function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  const words = /\s/.test(text.charAt(most - 1)) ? kept : kept.replace(/\s+\S*$/, '');
  return `${words.trimEnd().toWellFormed()}…`;
}

const UPLOADED = z.object({
  data: z.object({
    id: z.string().regex(/^\d{1,20}$/),
    expires_after_secs: z.number().int().positive().max(1e9).optional().catch(undefined),
    // An image that is still being looked at could be refused with the post.
    processing_info: z.object({ state: z.literal('succeeded') }).optional(),
  }),
});
const DESCRIBED = z.object({ data: z.object({}) });
