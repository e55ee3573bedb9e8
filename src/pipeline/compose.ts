import type { Article } from '../domain/article.ts';
import type { Hashtagging } from '../domain/channel.ts';
import { type Hashtag, hasHashtag, markedInline } from '../domain/hashtags.ts';
import { tagLink } from '../domain/link.ts';
import { showsArticles } from '../domain/platform.ts';
import type { Format, Room } from '../domain/ports.ts';
import { typeset } from '../domain/typography.ts';
import { type WordingRules, wordingOf } from '../domain/wording.ts';
import type { Newsroom } from './newsroom.ts';

/** Of an article's tags the first name it best. */
const MOST_TAGS_TRIED = 10;

/** What a channel would post of an article: words, link, and how the platform counts them. */
export interface Composed {
  /** Undefined: no whole sentence fits; an editor's words are needed. */
  readonly text?: string;
  /** What they say that the article does not bear out, as a person reads it; undefined: nothing. */
  readonly doubts?: readonly string[];
  readonly link: string;
  readonly format: Format;
  readonly room: Room;
  /** What the summary had to fill: the room beside the link and all else that the post says. */
  readonly summaryRoom: Room;
}

/**
 * Writes a post of the right size: the article's own sentences beside its link, worded as the channel has it and set as
 * its language is. Hashtags take only what room is left, and no word is ever cut.
 */
export async function compose(
  { formatOf, summarizer }: Pick<Newsroom, 'formatOf' | 'summarizer'>,
  article: Article,
  channel: WordingRules,
  signal: AbortSignal,
): Promise<Composed> {
  const format = await formatOf(channel.platform);
  const link = tagLink(article.url, channel.linkTags);
  const room = format.room(link);
  const { templates, hashtags, fill } = wordingOf(article, channel);
  let summaryRoom = roomToFill(format, link);
  for (const template of templates) {
    const phrased = (summary: string, signs: string) => format.phrase(fill(template, summary, signs), template.fixed);
    summaryRoom = { ...summaryRoom, measure: (summary) => room.measure(phrased(summary, '')) };
    const { maxLength, measure } = summaryRoom;
    const summary = template.names.has('summary')
      ? await summarizer.summarize(article, summaryRoom, signal)
      : undefined;
    if (summary === undefined && (template.needsSummary || measure('') > maxLength)) continue;
    const doubts = summary === undefined ? [] : await doubtsAbout(summary, article);
    if (doubts.length > 0 && showsArticles(channel.platform)) break;
    const say = (signs: string) => typeset(phrased(summary ?? '', signs), article.language);
    const fits = (text: string) => room.measure(text) <= maxLength;
    const text = withHashtags(say, carried(hashtags, format), { ...channel.hashtags, fits });
    if (text) return { text, ...(doubts.length > 0 && { doubts }), link, format, room, summaryRoom };
  }
  // Where the whole article is shown, its headline is words enough, and better than doubtful ones.
  const text = showsArticles(channel.platform) ? format.phrase(article.title, []) : '';
  return { ...(text && { text }), link, format, room, summaryRoom };
}

async function doubtsAbout(sentences: string, article: Article): Promise<readonly string[]> {
  // Only a pass with news needs them.
  const facts = await import('../domain/facts/doubts.ts');
  const { sayDoubt } = await import('../domain/facts/doubt.ts');
  return facts.doubtsAbout(sentences, article).map(sayDoubt);
}

/** The room a summary alone may fill beside this link, as the platform carries and counts it: nothing of it is folded away. */
export function roomToFill(format: Format, link: string): Room {
  const { maxLength, foldsAt = maxLength, measure, ...more } = format.room(link);
  return { ...more, maxLength: Math.min(maxLength, foldsAt), measure: (text) => measure(format.phrase(text, [])) };
}

function carried(hashtags: readonly Hashtag[], format: Format): readonly Hashtag[] {
  return hashtags.slice(0, MOST_TAGS_TRIED).filter(({ sign }) => format.takesHashtag?.(sign) ?? true);
}

/** The text with as many of these hashtags as fit. */
function withHashtags(
  say: (signs: string) => string,
  hashtags: readonly Hashtag[],
  { most = 0, place, fits }: Partial<Hashtagging> & { readonly fits: (text: string) => boolean },
): string {
  let text = say('');
  const bare = text;
  const taken: Hashtag[] = [];
  for (const hashtag of hashtags) {
    if (taken.length >= most) break;
    if (hasHashtag(bare, hashtag)) continue;
    const longer = tagged(say, bare, [...taken, hashtag], place);
    if (!fits(longer)) continue;
    taken.push(hashtag);
    text = longer;
  }
  return text;
}

function tagged(
  say: (signs: string) => string,
  bare: string,
  hashtags: readonly Hashtag[],
  place: Hashtagging['place'] | undefined,
): string {
  const standing = place === 'inline' ? hashtags.filter((hashtag) => markedInline(bare, hashtag) !== undefined) : [];
  const signs = hashtags.filter((hashtag) => !standing.includes(hashtag)).map(({ sign }) => sign);
  return standing.reduce((text, hashtag) => markedInline(text, hashtag) ?? text, say(signs.join(' ')));
}
