import { seededRandom } from '../support/random.ts';
import { DEEDS, type Kind } from './rates.ts';

/** What happens to a story besides being filed. */
export type Deed = keyof typeof DEEDS;

/** One story of the storm. Times are real milliseconds of it. */
export interface Story {
  readonly id: string;
  readonly link: string;
  readonly fileAt: number;
  readonly deed?: { readonly type: Deed; readonly at: number };
}

/** What a story says at some time. */
export interface Version {
  readonly corrected: boolean;
  readonly canceled: boolean;
  /** When it was first filed, and until when it is under embargo: the newsroom's epoch milliseconds. */
  readonly filedAt: number;
  readonly embargoUntil?: number;
}

/** How far apart, in real milliseconds, a deed and the filing of its story lie at most. */
const DEED_WITHIN_MS = 8000;
const KIND_OF: Readonly<Record<Deed, Kind>> = {
  corrected: 'corrections',
  withdrawn: 'withdrawals',
  'by-hand': 'by-hand',
  embargoed: 'by-hand',
};

/** The stories of a storm, and what becomes of them: the same for the same seed, each whatever the others are. */
export function storiesOf(seed: string, count: number, forMs: number, without: ReadonlySet<Kind>): readonly Story[] {
  return Array.from({ length: count }, (_, n): Story => {
    const id = `story-${n + 1}`;
    const random = seededRandom(`${seed} ${id}`);
    const fileAt = (n / count) * forMs * 0.85;
    const deed = deedFor(random());
    const story = { id, link: `https://news.example.com/${id}`, fileAt };
    if (!deed || without.has(KIND_OF[deed])) return story;
    const apartMs = random() * Math.min(DEED_WITHIN_MS, forMs / 2);
    const at = deed === 'by-hand' ? Math.max(0, fileAt - apartMs) : fileAt + apartMs;
    return { ...story, deed: { type: deed, at } };
  });
}

function deedFor(drawn: number): Deed | undefined {
  let left = drawn;
  for (const deed of ['corrected', 'withdrawn', 'by-hand', 'embargoed'] as const) {
    left -= DEEDS[deed];
    if (left < 0) return deed;
  }
  return undefined;
}

/** The file of a story. Two of three have an image; of those of every eleventh nothing can be had. */
export function fileOf({ id, link }: Story, version: Version, imageHost: string): string {
  const { corrected, canceled, filedAt, embargoUntil } = version;
  const nth = Number(/\d+$/.exec(id)?.[0]);
  const name = nth % 11 === 0 ? 'gone' : id;
  const what = corrected ? 'decided otherwise on' : 'decided on';
  return JSON.stringify({
    ...(nth % 3 === 0 ? {} : { image: { url: `http://${imageHost}/${name}.png`, alt: `The council on ${id}` } }),
    id,
    url: link,
    title: corrected ? correctedTitle(id) : `Council meets on ${id}`,
    body: `The council met on Monday and ${what} item ${id} after a debate of three hours.\n\nIt meets again next week.`,
    publishedAt: new Date(filedAt - 60_000).toISOString(),
    ...(canceled ? { status: 'canceled' } : {}),
    ...(embargoUntil === undefined ? {} : { embargoUntil: new Date(embargoUntil).toISOString() }),
  });
}

/** The title of a story once it was corrected. */
export function correctedTitle(id: string): string {
  return `Correction: council meets again on ${id}`;
}
