import { type Article, type ArticleKey, routing, visibleText } from './article.ts';
import { linkKey, parseLink } from './link.ts';
import type { Admission, Copy, KnownArticle, Sighting } from './store.ts';
import { DAY_MS, type Instant, msBetween } from './time.ts';
import { vanish } from './withdrawal.ts';

/** Shorter bodies, such as "Watch live here", are no sign of a story. */
export const TELLING_CHARACTERS = 200;
/** The same words published further apart are two stories. */
const MOST_APART_MS = 3 * DAY_MS;

/** For how long after its publication a story is worth being found by its body. */
export const BODY_TELLS_MS = 7 * DAY_MS;

/** What an article's address says about which story it is; undefined: it is the front page, as good as none. */
export function addressOf({ url }: Pick<Article, 'url'>): string | undefined {
  const key = linkKey(url);
  return key.includes('/') || key.includes('?') ? key : undefined;
}

/** The body as it is compared: on which host, in which language, whatever its white space; undefined: too short to tell. */
export function bodyOf({ url, language, body }: Pick<Article, 'url' | 'language' | 'body'>): string | undefined {
  const words = body.replace(/\s+/g, ' ').trim();
  if (words.length < TELLING_CHARACTERS) return undefined;
  return `${parseLink(url)?.host.replace(/^www\./, '')} ${language} ${words}`;
}

/**
 * Whether an article that came under a new name is this known story: it has the address of one of its copies, or the same
 * outlet published the same body about the same time under the same title or date, as after a changed slug. An agency's
 * text on another host is another outlet's story.
 */
export function isSameStory(seen: Article, known: Article, copies: readonly Copy[]): boolean {
  const address = addressOf(seen);
  const addresses = [addressOf(known), ...copies.map((copy) => copy.linkKey)];
  if (address !== undefined && addresses.includes(address)) return true;
  const body = bodyOf(seen);
  if (body === undefined || body !== bodyOf(known)) return false;
  const apartMs = Math.abs(msBetween(seen.publishedAt, known.publishedAt));
  return apartMs <= MOST_APART_MS && (apartMs === 0 || seen.title === known.title);
}

/** A story as it is told now, and what is to be noted of its copies; none where it has but one. */
export interface Telling {
  readonly article: Article;
  /** Digest of what readers see. */
  readonly revision: string;
  readonly copies: readonly Copy[];
}

type Digest = (text: string) => string;

/** Digest of what readers see of an article. */
export function revisionOf(article: Article, digest: Digest): string {
  return digest(visibleText(article));
}

/**
 * What an article, of this revision, says of its story. Within a source the last change counts; of two sources the
 * later `updatedAt`, and without one the copy that came first. What any source takes back is taken back.
 */
export function tell(seen: Article, revision: string, { known, copies = [] }: Sighting, digest: Digest): Telling {
  if (!known || (copies.length === 0 && isOf(seen, known.article))) return { article: seen, revision, copies: [] };
  const all = copies.length > 0 ? copies : [firstCopy(known, digest)];
  const own = all.find((copy) => isOf(seen, copy));
  const leader = all.find(({ leads }) => leads);
  const said = sayingOf(seen, digest);
  const state = seen.status === 'canceled' ? 'canceled' : 'there';
  const isChanged = own?.said !== said || own.state !== state;
  const mayLead =
    own?.leads || own?.state === 'canceled' || leader?.source === seen.source || leader?.state !== 'there';
  const leads = isChanged && (mayLead || isNewer(seen, known.article));
  const { source, id } = seen;
  const copy = { source, id, linkKey: linkKey(seen.url), said, state, leads: leads || own?.leads === true } as const;
  const others = all.filter((other) => other !== own).map((other) => (leads ? { ...other, leads: false } : other));
  const told = leads ? { ...seen, source: known.article.source, id: known.article.id } : known.article;
  const isCanceled = [copy, ...others].some((one) => one.state === 'canceled');
  return {
    article: isCanceled && told.status !== 'canceled' ? { ...told, status: 'canceled' } : told,
    revision: leads ? revision : known.revision,
    copies: isChanged || copies.length === 0 ? [copy, ...others] : [],
  };
}

/** What becomes of a story of which one copy is no longer in its source: it stays as long as another one is there. */
export function vanishCopy(key: ArticleKey, sighting: Sighting, now: Instant): Admission | undefined {
  const { known, copies = [] } = sighting;
  if (!known || copies.length === 0) return vanish(sighting, now);
  const own = copies.find((copy) => isOf(key, copy));
  if (own?.state !== 'there') return undefined;
  const rest = copies.filter((copy) => copy !== own);
  const heir = own.leads ? rest.find(({ state }) => state === 'there') : undefined;
  const others = rest.map((copy) => (copy === heir ? { ...copy, leads: true } : copy));
  const noted = [{ ...own, state: 'gone' as const, leads: own.leads && !heir }, ...others];
  const gone = rest.some(({ state }) => state === 'there') ? undefined : vanish(sighting, now);
  return { ...(gone ?? asItWas(known, now)), copies: noted };
}

/** A story that stays as it is, while something is noted of its copies. */
export function asItWas({ article, revision, withdrawal }: KnownArticle, now: Instant): Admission {
  return { article, at: now, revision, ...(withdrawal ? { withdrawal } : {}), opened: [], changed: [] };
}

/** The copy that brought a story, from before there was a second. */
function firstCopy({ article, withdrawal }: KnownArticle, digest: Digest): Copy {
  const { source, id, status } = article;
  const state = withdrawal === 'vanished' ? 'gone' : status === 'canceled' ? 'canceled' : 'there';
  return { source, id, linkKey: linkKey(article.url), said: sayingOf(article, digest), state, leads: true };
}

function sayingOf(article: Article, digest: Digest): string {
  return digest(`${visibleText(article)}\n${routing(article)}`);
}

function isNewer({ updatedAt }: Article, known: Article): boolean {
  const before = known.updatedAt ?? known.publishedAt;
  return updatedAt !== undefined && Temporal.Instant.compare(updatedAt, before) > 0;
}

function isOf(key: ArticleKey, other: ArticleKey): boolean {
  return key.source === other.source && key.id === other.id;
}
