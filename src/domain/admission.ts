import { type Article, showableFrom } from './article.ts';
import type { Channel, Match, Review } from './channel.ts';
import { asksForAlt } from './illustration.ts';
import { type Reason, reason } from './reason.ts';
import { after, type Instant, isDue, latest } from './time.ts';

/** Where a channel's rules put an article that has words: who must look, from when, and until when it is news. */
export type Admittance =
  | { readonly type: 'skipped'; readonly reason: Reason; readonly breaking: boolean; readonly newsAt: Instant }
  | {
      readonly type: 'admitted';
      readonly to: 'pending_review' | 'scheduled';
      readonly reason: Reason;
      readonly breaking: boolean;
      readonly newsAt: Instant;
      readonly dueAt: Instant;
      readonly freshUntil?: Instant;
    };

/** What the rules of a channel say about an article at `now`; `realSince` is when the channel left the sandbox. */
export function admit(article: Article, channel: Channel, now: Instant, realSince?: Instant): Admittance {
  const breaking = isBreaking(article, channel);
  const newsAt = showableFrom(article);
  const freshForMs = (breaking ? channel.breaking?.freshForMs : undefined) ?? channel.freshForMs;
  const freshUntil = freshForMs === undefined ? undefined : after(newsAt, freshForMs);
  const against =
    ruledOut(article, channel, realSince) ?? (freshUntil && isDue(freshUntil, now) ? reason('too-old') : undefined);
  if (against) return { type: 'skipped', reason: against, breaking, newsAt };
  const embargoed = !isDue(newsAt, now);
  const review = breaking && channel.breaking ? channel.breaking.review : channel.review;
  const second = matches(channel.reviewWhen, article);
  const noAlt = asksForAlt(article, channel);
  const common = { type: 'admitted' as const, breaking, newsAt, ...(freshUntil ? { freshUntil } : {}) };
  if (review === 'required' || second || noAlt) {
    const asked = second && review !== 'required' ? reason('review-when', second) : reason('review-required');
    const why = noAlt ? reason('review-alt') : asked;
    return { ...common, to: 'pending_review', reason: why, dueAt: latest(now, newsAt) };
  }
  const holdUntil = after(now, holdMs(review));
  const why = embargoed ? 'embargo' : holdMs(review) > 0 ? 'hold' : 'due';
  return { ...common, to: 'scheduled', reason: reason(why), dueAt: latest(newsAt, holdUntil) };
}

function ruledOut(article: Article, channel: Channel, realSince: Instant | undefined): Reason | undefined {
  if (article.status === 'canceled') return reason('withdrawn');
  if (article.status === 'withheld') return reason('withheld');
  const { sections, languages } = channel;
  if (sections && !sections.some((name) => same(name, article.section ?? ''))) {
    return reason('section', article.section ?? 'none');
  }
  const excluded = matches(channel.exclude, article);
  if (excluded) return reason('excluded', excluded);
  if (languages && !languages.some((language) => speaks(article.language, language))) {
    return reason('language', article.language);
  }
  if (realSince && Temporal.Instant.compare(showableFrom(article), realSince) < 0) return reason('before-switch');
  return undefined;
}

/** The first section, tag or word of the rule that the article has, named for a person; undefined where none matches. */
export function matches(rule: Match, article: Article): string | undefined {
  const section = rule.sections.find((name) => same(name, article.section ?? ''));
  if (section !== undefined) return `section ${section}`;
  const tag = rule.tags.find((name) => article.tags.some((other) => same(name, other)));
  if (tag !== undefined) return `tag ${tag}`;
  if (rule.words.length === 0) return undefined;
  const text = fold(`${article.title}\n${article.summary ?? ''}\n${article.body}`);
  const word = rule.words.find((candidate) => hasWord(text, fold(candidate)));
  return word === undefined ? undefined : `word ${word}`;
}

/** Whether an article is breaking news on this channel: marked so, or by the channel's own signs. */
export function isBreaking(article: Article, { breaking }: Pick<Channel, 'breaking'>): boolean {
  if (article.breaking) return true;
  if (!breaking) return false;
  const { sections, tags, titleStarts } = breaking.when;
  return (
    sections.some((name) => same(name, article.section ?? '')) ||
    tags.some((name) => article.tags.some((tag) => same(name, tag))) ||
    titleStarts.some((start) => fold(article.title).startsWith(fold(start)))
  );
}

/** A channel that carries `en` carries `en-gb` too. */
function speaks(language: string, wanted: string): boolean {
  return language === wanted || language.startsWith(`${wanted}-`);
}

function holdMs(review: Exclude<Review, 'required'>): number {
  return review === 'none' ? 0 : review.holdMs;
}

function hasWord(text: string, word: string): boolean {
  const letter = /[\p{L}\p{N}]/u;
  for (let at = text.indexOf(word); word && at >= 0; at = text.indexOf(word, at + 1)) {
    const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? ' ';
    const behind = [...text.slice(at + word.length, at + word.length + 2)][0] ?? ' ';
    if (!letter.test(before) && !letter.test(behind)) return true;
  }
  return false;
}

function same(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
