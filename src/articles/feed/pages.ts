import { safeFetch } from '../../lib/fetch.ts';
import { isPage } from '../../lib/page.ts';
import { decodeText } from '../encoding.ts';
import type { PageStory } from '../page-story.ts';

const DEADLINE_MS = 8000;
/** After decompression. */
const MOST_BYTES = 3_000_000;
/** One site is asked for so many pages at once. */
const AT_ONCE = 5;

/** What came of reading a story's page. */
export type PageReading =
  | { readonly type: 'story'; readonly story: PageStory }
  /** The page is there, and no story can be made out on it. */
  | { readonly type: 'none' }
  | { readonly type: 'failed'; readonly detail: string };

/** Reads the stories at these addresses, a few at once; each is answered by its own address. */
export async function readPages(
  links: readonly string[],
  { language, fetchAllow }: { readonly language: string; readonly fetchAllow: readonly string[] },
  signal: AbortSignal,
): Promise<ReadonlyMap<string, PageReading>> {
  const readings = new Map<string, PageReading>();
  const waiting = [...links];
  const read = async () => {
    for (let link = waiting.shift(); link !== undefined; link = waiting.shift()) {
      readings.set(link, await readPage(link, language, fetchAllow, signal));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  return readings;
}

async function readPage(
  link: string,
  language: string,
  allow: readonly string[],
  signal: AbortSignal,
): Promise<PageReading> {
  const headers = { accept: 'text/html, application/xhtml+xml' };
  const answer = await safeFetch(link, { deadlineMs: DEADLINE_MS, maxBytes: MOST_BYTES, allow, signal, headers });
  signal.throwIfAborted();
  if (answer.type !== 'answered') return { type: 'failed', detail: answer.detail };
  if (answer.status !== 200) return { type: 'failed', detail: `answers ${answer.status}` };
  const contentType = answer.headers['content-type'];
  if (!isPage(contentType)) return { type: 'none' };
  const { readPageStory } = await import('../page-story.ts');
  const story = await readPageStory(decodeText(answer.body, contentType, language), answer.url);
  return story ? { type: 'story', story } : { type: 'none' };
}
