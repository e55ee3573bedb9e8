import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/domain/article.ts';
import type { Copy, KnownArticle, Sighting } from '../../src/domain/store.ts';
import { isSameStory, revisionOf, tell, vanishCopy } from '../../src/domain/story.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import { anArticle, at } from '../support/posts.ts';

const NOW = at('2026-05-01T09:00Z');
const digest = (text: string) => text;
const LONG = 'The harbour bridge reopened on Friday after a month. '.repeat(6);

interface World {
  readonly known: KnownArticle | undefined;
  readonly copies: readonly Copy[];
}

/** What one source, under one of three names, says of the one story there is. */
type Step =
  | {
      readonly type: 'says';
      readonly source: number;
      readonly title: number;
      readonly updatedAt: number | undefined;
      readonly canceled: boolean;
    }
  | { readonly type: 'loses'; readonly source: number };

const key = (source: number) => ({ source: `s${source >> 1}`, id: `a${source}` });

function said({ source, title, updatedAt, canceled }: Extract<Step, { type: 'says' }>): Article {
  return anArticle({
    ...key(source),
    url: 'https://news.example/bridge',
    title: `Title ${title}`,
    status: canceled ? 'canceled' : 'usable',
    ...(updatedAt === undefined ? {} : { updatedAt: NOW.add({ seconds: updatedAt }) }),
  });
}

function sightingOf({ known, copies }: World): Sighting {
  const posts = { posts: [], isLinkTaken: () => false };
  return { ...posts, ...(known && { known }), ...(copies.length > 0 && { copies }) };
}

/** The world after a step, as the store would have it. */
function after(world: World, step: Step): World {
  const written = (copies: readonly Copy[]) => (copies.length > 0 ? copies : world.copies);
  if (step.type === 'loses') {
    const admission = vanishCopy(key(step.source), sightingOf(world), NOW);
    if (!admission || !world.known) return world;
    const { article, revision, withdrawal } = admission;
    const known = { article, revision, firstSeenAt: NOW, ...(withdrawal ? { withdrawal } : {}) };
    return { known, copies: written(admission.copies ?? []) };
  }
  const seen = said(step);
  const { article, revision, copies } = tell(seen, revisionOf(seen, digest), sightingOf(world), digest);
  const withdrawal = article.status === 'canceled' ? ({ withdrawal: 'withdrawn' } as const) : {};
  return { known: { article, revision, firstSeenAt: NOW, ...withdrawal }, copies: written(copies) };
}

const source = fc.nat({ max: 3 });
const says = fc.record({
  type: fc.constant('says' as const),
  source,
  title: fc.nat({ max: 5 }),
  updatedAt: fc.option(fc.integer({ min: -5, max: 5 }), { nil: undefined }),
  canceled: fc.boolean(),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: says },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('loses' as const), source }) },
);
const steps = fc.array(step, { maxLength: 12 });
const worldAfter = (all: readonly Step[]) => all.reduce(after, { known: undefined, copies: [] } as World);

describe('a story that comes under several names', () => {
  it('keeps its own name, each copy once, and one that leads while any is there', () => {
    fc.assert(
      fc.property(says, steps, (first, more) => {
        const { known, copies } = worldAfter([first, ...more]);
        expect(known?.article).toMatchObject(key(first.source));
        expect(new Set(copies.map(({ id }) => id)).size).toBe(copies.length);
        if (copies.length > 0) expect(copies.filter(({ leads }) => leads)).toHaveLength(1);
        const leader = copies.find(({ leads }) => leads);
        if (copies.some(({ state }) => state === 'there')) expect(leader?.state).not.toBe('gone');
      }),
    );
  });

  it('is taken back as long as one copy says so, and otherwise there as long as one copy is', () => {
    fc.assert(
      fc.property(says, steps, (first, more) => {
        const { known, copies } = worldAfter([first, ...more]);
        if (copies.length === 0) return;
        const states = copies.map(({ state }) => state);
        if (states.includes('canceled')) expect(known?.withdrawal).toBeDefined();
        else expect(known?.withdrawal === undefined).toBe(states.includes('there'));
      }),
    );
  });

  it('is not changed by a copy that says the same again', () => {
    fc.assert(
      fc.property(says, steps, says, (first, more, last) => {
        const once = worldAfter([first, ...more, last]);
        const twice = after(once, last);
        expect(twice.known).toEqual(once.known);
        expect(new Set(twice.copies)).toEqual(new Set(once.copies));
      }),
    );
  });

  it('is never told by another source that is not newer, while its own has it', () => {
    fc.assert(
      fc.property(says, says, (first, second) => {
        const [mine, other] = [
          { ...first, source: 0, canceled: false },
          { ...second, source: 2, canceled: false },
        ];
        const { known } = worldAfter([mine, other]);
        const isNewer =
          other.updatedAt !== undefined &&
          Temporal.Instant.compare(
            NOW.add({ seconds: other.updatedAt }),
            said(mine).updatedAt ?? said(mine).publishedAt,
          ) > 0;
        expect(known?.article.title).toBe(`Title ${isNewer ? other.title : mine.title}`);
      }),
    );
  });
});

describe('two articles', () => {
  const one = anArticle({ body: LONG });
  const isSame = (fields: Partial<Article>, copies: readonly Copy[] = []) =>
    isSameStory({ ...one, url: 'https://news.example/new', ...fields }, one, copies);
  const copy: Copy = { source: 'wire', id: '1', linkKey: 'news.example/old', said: '', state: 'gone', leads: false };

  it('are one story at one address, however it is written, that of a former copy included', () => {
    const other = { body: 'Quite another text.', title: 'Another', publishedAt: at('2020-01-01T00:00Z') };
    expect(isSame({ ...other, url: 'http://www.news.example/a1/?utm_source=x' })).toBe(true);
    expect(isSame({ ...other, url: 'https://news.example/old' }, [copy])).toBe(true);
    expect(isSame({ ...other, url: 'https://news.example/a1?page=2' })).toBe(false);
  });

  it('are one story with one body on one host, with the same title within three days or the same date', () => {
    const apart = (ms: number) => ({ publishedAt: one.publishedAt.add({ milliseconds: ms }) });
    expect(isSame({})).toBe(true);
    expect(isSame({ title: 'Another' })).toBe(true);
    expect(isSame({ ...apart(3 * DAY_MS) })).toBe(true);
    expect(isSame({ body: LONG.replaceAll(' ', '\n ') })).toBe(true);
    expect(isSame({ ...apart(1), title: 'Another' })).toBe(false);
    expect(isSame({ ...apart(3 * DAY_MS + 1) })).toBe(false);
    expect(isSame({ ...apart(-3 * DAY_MS - 1) })).toBe(false);
    expect(isSame({ language: 'uk' })).toBe(false);
    expect(isSame({ body: `${LONG} More.` })).toBe(false);
  });

  it('are two where an agency sold the text to two outlets', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['https'] }), (url) => {
        fc.pre(!/^(www\.)?news\.example$/.test(new URL(url).host));
        expect(isSame({ url })).toBe(false);
      }),
    );
  });

  it('are two where the body is too short to tell', () => {
    expect(
      isSameStory({ ...one, id: '2', url: 'https://news.example/2', body: 'Live.' }, { ...one, body: 'Live.' }, []),
    ).toBe(false);
  });
});
