import type { Article } from '../domain/article.ts';
import type { Channel } from '../domain/channel.ts';
import { tagLink } from '../domain/link.ts';
import { showsArticles } from '../domain/platform.ts';
import type { Format, Room } from '../domain/ports.ts';
import type { Newsroom } from './newsroom.ts';

/** What a channel would post of an article: words, link, and how the platform counts them. */
export interface Composed {
  /** Undefined: no whole sentence fits; an editor's words are needed. */
  readonly text?: string;
  /** What they say that the article does not bear out, as a person reads it; undefined: nothing. */
  readonly doubts?: readonly string[];
  readonly link: string;
  readonly format: Format;
  readonly room: Room;
}

/** Writes a post of the right size: the article's own sentences beside its link, as the platform may carry them. */
export async function compose(
  { formatOf, summarizer }: Pick<Newsroom, 'formatOf' | 'summarizer'>,
  article: Article,
  channel: Pick<Channel, 'platform' | 'linkTags'>,
  signal: AbortSignal,
): Promise<Composed> {
  const format = await formatOf(channel.platform);
  const link = tagLink(article.url, channel.linkTags);
  const room = format.room(link);
  const sentences = await summarizer.summarize(article, roomToFill(format, link), signal);
  const doubts = sentences === undefined ? [] : await doubtsAbout(sentences, article);
  // Where the whole article is shown, its headline is words enough, and better than doubtful ones.
  const headlineDoes = showsArticles(channel.platform) && (sentences === undefined || doubts.length > 0);
  const words = headlineDoes ? article.title : sentences;
  const text = words === undefined ? '' : format.phrase(words);
  if (!text) return { link, format, room };
  return { text, ...(doubts.length > 0 && !headlineDoes ? { doubts } : {}), link, format, room };
}

async function doubtsAbout(sentences: string, article: Article): Promise<readonly string[]> {
  // Only a pass with news needs them.
  const facts = await import('../domain/facts/doubts.ts');
  const { sayDoubt } = await import('../domain/facts/doubt.ts');
  return facts.doubtsAbout(sentences, article).map(sayDoubt);
}

/** The room a summary may fill beside this link, as the platform carries and counts it: nothing of it is folded away. */
export function roomToFill(format: Format, link: string): Room {
  const { maxLength, foldsAt = maxLength, measure } = format.room(link);
  return { maxLength: Math.min(maxLength, foldsAt), measure: (text) => measure(format.phrase(text)) };
}
