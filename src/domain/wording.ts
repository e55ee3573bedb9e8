import { isBreaking } from './admission.ts';
import type { Article } from './article.ts';
import type { Channel } from './channel.ts';
import { type Hashtag, hashtagsOf } from './hashtags.ts';
import { illustrate } from './illustration.ts';
import type { PlatformId } from './platform.ts';
import { fillTemplate, readTemplate, type Template } from './template.ts';

/** What of a channel decides on the words of its posts. */
export type WordingRules = Pick<
  Channel,
  'platform' | 'linkTags' | 'text' | 'headline' | 'hashtags' | 'breaking' | 'image' | 'withoutAlt'
>;

/** How an article is worded on a channel. */
export interface Wording {
  /** The channel's own first; where no sentence fits beside all it says, the next. */
  readonly templates: readonly Template[];
  /** As many as the channel may use and more: which of them the platform takes is its own affair. */
  readonly hashtags: readonly Hashtag[];
  /** The template with what the article has in its places. */
  fill(template: Template, summary: string, hashtags: string): string;
}

/** The platform shows the headline on the link's card or as the entry's title: the text need not say it. */
const USUAL: Readonly<Record<PlatformId, string>> = {
  twitter: '{summary}{hashtags? }{hashtags}',
  facebook: '{summary}{hashtags?\n\n}{hashtags}',
  'google-news': '{summary}',
};
const WITH_HEADLINE = '{headline}\n\n';

const read = new Map<string, Template>();

/** The wording of an article on a channel. */
export function wordingOf(article: Article, channel: WordingRules): Wording {
  const usual = templateOf(USUAL[channel.platform]);
  const own = templateOf(ownTemplate(article, channel));
  const { title, section = '', authors, tags, language } = article;
  const values = {
    headline: onOneLine(title),
    section: onOneLine(section),
    authors: onOneLine(authors.join(', ')),
    breaking: isBreaking(article, channel) ? 'breaking' : '',
  };
  const marks = channel.breaking?.when.tags.map((tag) => tag.toLowerCase()) ?? [];
  return {
    templates: own === usual ? [own] : [own, usual],
    hashtags: channel.hashtags?.most
      ? hashtagsOf(
          tags.filter((tag) => !marks.includes(tag.toLowerCase())),
          language,
        )
      : [],
    fill: (template, summary, hashtags) => fillTemplate(template, { ...values, summary, hashtags }),
  };
}

/** The same string for channels on which this article has the same words. */
export function wordingKey(article: Article, channel: WordingRules): string {
  const { platform, linkTags, text, headline, hashtags } = channel;
  const marks = hashtags?.most ? channel.breaking?.when.tags : undefined;
  const isShown = illustrate(article, channel).image !== undefined;
  return JSON.stringify([platform, linkTags, text, headline, hashtags, marks, isBreaking(article, channel), isShown]);
}

/** Whether a change of what only decides where an article goes, such as its tags, is a change of its words here. */
export function rewords(before: Article, now: Article, channel: WordingRules): boolean {
  const { names } = templateOf(ownTemplate(now, channel));
  return (
    (names.has('breaking') && isBreaking(before, channel) !== isBreaking(now, channel)) ||
    (names.has('section') && before.section !== now.section) ||
    (channel.hashtags !== undefined && channel.hashtags.most > 0 && before.tags.join('\n') !== now.tags.join('\n'))
  );
}

function ownTemplate(article: Article, channel: WordingRules): string {
  const { platform, text, headline, hashtags } = channel;
  const said = text ?? (saysHeadline(article, channel, headline) ? WITH_HEADLINE : '') + USUAL[platform];
  if (!hashtags?.most || said.includes('{hashtags}')) return said;
  const apart = said.includes('\n') || platform === 'facebook' ? '\n\n' : ' ';
  return `${said}{hashtags?${apart}}{hashtags}`;
}

/** A picture of the post's own takes the place of Facebook's card; X shows its readers next to none of a card anyway. */
function saysHeadline(article: Article, channel: WordingRules, headline: Channel['headline']): boolean {
  if (headline !== undefined) return headline === 'text';
  return channel.platform === 'facebook' && illustrate(article, channel).image !== undefined;
}

function templateOf(text: string): Template {
  const known = read.get(text);
  if (known) return known;
  const result = readTemplate(text);
  // The config is checked before anything is worded by it.
  if (result.type === 'faulty') throw new Error(`template ${text}: expected ${result.expected}`);
  read.set(text, result.template);
  return result.template;
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
