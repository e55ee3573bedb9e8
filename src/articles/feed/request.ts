import { after, HOUR_MS, type Instant } from '../../domain/time.ts';
import { type FetchResult, safeFetch } from '../../lib/fetch.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { decodeText } from '../encoding.ts';
import { retryAfter } from './interval.ts';
import type { FeedItem } from './items.ts';
import type { FeedMemory } from './memory.ts';
import { webAddress } from './web-address.ts';

const DEADLINE_MS = 20_000;
/** After decompression. */
const MOST_BYTES = 10_000_000;
const LONGEST_VALIDATOR = 500;
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1';

export interface RequestTerms {
  /** The configured address: of a feed, or of a page that names one. */
  readonly url: string;
  readonly language: string;
  readonly fetchAllow: readonly string[];
  readonly now: () => Instant;
}

/** What came of asking for a feed. */
export type FeedAnswer =
  | {
      readonly type: 'feed';
      readonly items: readonly FeedItem[];
      /** What to remember for the next time. */
      readonly found: Pick<FeedMemory, 'address' | 'etag' | 'modified' | 'document'>;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly type: 'unchanged'; readonly headers: Readonly<Record<string, string>> }
  | { readonly type: 'unreachable'; readonly detail: string; readonly passing?: true; readonly againAt?: Instant };

/** Asks for the feed where it was last found, and at the configured address where it is there no longer. */
export async function requestFeed(memory: FeedMemory, terms: RequestTerms, signal: AbortSignal): Promise<FeedAnswer> {
  if (memory.address !== undefined) {
    const answer = await ask(memory.address, memory, terms, signal);
    if (answer.type !== 'elsewhere') return answer;
  }
  const { address: _, etag: __, modified: ___, ...unasked } = memory;
  const answer = await ask(terms.url, memory.address === undefined ? memory : unasked, terms, signal);
  return answer.type === 'elsewhere' ? answer.unreachable : answer;
}

/** `elsewhere`: no feed is there, though one may be at another address. */
type Asked = FeedAnswer | { readonly type: 'elsewhere'; readonly unreachable: FeedAnswer };

async function ask(address: string, memory: FeedMemory, terms: RequestTerms, signal: AbortSignal): Promise<Asked> {
  const answer = await get(address, memory, terms, signal);
  if (answer.type !== 'answered' || !isSuccess(answer)) return refusalOf(answer, terms.now());
  const { headers, url } = answer;
  if (answer.status === 304) return { type: 'unchanged', headers };
  const read = await feedOf(answer, memory, terms);
  if (read.type === 'unchanged') return { type: 'unchanged', headers };
  const movedTo = answer.movedTo && webAddress(answer.movedTo, url);
  const home = movedTo ?? (address === terms.url ? undefined : address);
  if (read.type === 'feed') return { ...read, headers, found: { ...read.found, ...(home && { address: home }) } };
  const { feedIn } = await import('./discover.ts');
  const discovered = feedIn(read.text, url);
  if (discovered === undefined || discovered === address) return missing(read.detail);
  const second = await get(discovered, {}, terms, signal);
  if (second.type !== 'answered' || !isSuccess(second)) return refusalOf(second, terms.now());
  const feed = await feedOf(second, memory, terms);
  if (feed.type === 'unreadable') return missing(feed.detail);
  if (feed.type === 'unchanged') return { type: 'unchanged', headers: second.headers };
  return { ...feed, headers: second.headers, found: { ...feed.found, address: discovered } };
}

async function get(
  address: string,
  { etag, modified }: Pick<FeedMemory, 'etag' | 'modified'>,
  { fetchAllow }: RequestTerms,
  signal: AbortSignal,
): Promise<FetchResult> {
  const conditions = {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(modified !== undefined && { 'if-modified-since': modified }),
  };
  const options = { deadlineMs: DEADLINE_MS, maxBytes: MOST_BYTES, allow: fetchAllow, signal };
  const answer = await safeFetch(address, { ...options, headers: { accept: ACCEPT, ...conditions } });
  signal.throwIfAborted();
  return answer;
}

type Answered = Extract<FetchResult, { type: 'answered' }>;

function isSuccess({ status }: Answered): boolean {
  return status === 200 || status === 203 || status === 226 || status === 304;
}

/** The reader is loaded by the first feed that changed: most answers say that nothing did. */
async function feedOf({ body, headers, url }: Answered, memory: FeedMemory, { language }: RequestTerms) {
  const text = decodeText(body, headers['content-type'], language);
  const document = fingerprint([text]);
  if (document === memory.document) return { type: 'unchanged' as const };
  const { readFeed } = await import('./parse.ts');
  const feed = readFeed(text, url);
  if (feed.type === 'unreadable') return { ...feed, text };
  const { etag, 'last-modified': modified } = headers;
  const found = {
    document,
    ...(etag && etag.length <= LONGEST_VALIDATOR && { etag }),
    ...(modified && modified.length <= LONGEST_VALIDATOR && { modified }),
  };
  return { ...feed, found };
}

function missing(detail: string): Asked {
  return { type: 'elsewhere', unreachable: { type: 'unreachable', detail, passing: true } };
}

/** What is wrong, and whether it may pass by itself. */
function refusalOf(answer: FetchResult, now: Instant): Asked {
  // The configuration is at fault, or the size: nothing of that passes soon.
  if (answer.type === 'refused') return { type: 'unreachable', detail: answer.detail, againAt: after(now, HOUR_MS) };
  if (answer.type === 'unavailable') return { type: 'unreachable', detail: answer.detail, passing: true };
  const { status, headers } = answer;
  if (status === 410) {
    const detail = 'answers 410: the feed is gone for good; set its new address, or take the source out';
    return { type: 'elsewhere', unreachable: { type: 'unreachable', detail, againAt: after(now, 24 * HOUR_MS) } };
  }
  if (status === 404) return missing('answers 404: no feed is there');
  const againAt = retryAfter(headers, now);
  const detail = status === 401 || status === 403 ? `answers ${status}: crier may not read it` : `answers ${status}`;
  return { type: 'unreachable', detail, passing: true, ...(againAt && { againAt }) };
}
