import type { Article } from './article.ts';
import type { Channel } from './channel.ts';
import { linkKey } from './link.ts';
import type { Found, PrepareOutcome } from './ports.ts';
import type { Post } from './post.ts';

/**
 * Whether the page that readers find is the story, and has the picture its card is to show. A page that does not name its
 * address is taken at its word; one that names another is not the story, or the link is wrong.
 */
export function judgePage(found: Found, post: Post, channel: Channel, article: Article | undefined): PrepareOutcome {
  const elsewhere = elsewhereOf(found, post, channel);
  if (elsewhere !== undefined) {
    return { type: 'not-ready', detail: `the page names another address as its own: ${elsewhere}, not ${post.link}` };
  }
  const wantsCardImage = channel.image === 'preview' && article?.image !== undefined;
  if (wantsCardImage && found.page?.hasCardImage === false) {
    return { type: 'image-unavailable', detail: 'the page names no og:image for its card' };
  }
  return { type: 'ready' };
}

function elsewhereOf({ url, page }: Found, { link }: Post, { linkTags }: Channel): string | undefined {
  const keyOf = (address: string) => linkKey(address, Object.keys(linkTags));
  // A link may lead on to the story's own address. Where it leads to the front page, the story is not up.
  const own = isFrontPage(url) ? [keyOf(link)] : [keyOf(link), keyOf(url)];
  const [first, ...others] = page?.canonicals ?? [];
  if (first === undefined || [first, ...others].some((address) => own.includes(keyOf(address)))) return undefined;
  return first;
}

function isFrontPage(url: string): boolean {
  return !/[/?]/.test(linkKey(url));
}
