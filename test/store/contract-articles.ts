import { describe, expect, it } from 'vitest';
import type { FileChanges, FileNote } from '../../src/domain/file-notes.ts';
import type { Copy, Sighting, Store } from '../../src/domain/store.ts';
import { after, HOUR_MS } from '../../src/domain/time.ts';
import { anArticle, aPost, at } from '../support/posts.ts';
import { admission, MORNING, moved, opened } from './taking-in.ts';

const one = anArticle();
const two = anArticle({ id: 'a2' });

export function describeArticles(store: () => Store): void {
  describe('a batch of articles', () => {
    it('is stored with its posts and the next cursor', async () => {
      const full = anArticle({
        summary: 'It is open.',
        image: { url: 'https://news.example/a.jpg', alt: 'A bridge', width: 800 },
        updatedAt: at('2026-05-01T08:30:00.123456789Z'),
        embargoUntil: at('2026-05-01T09:00Z'),
      });
      const taken = await store().intake('desk', 'c1', [full, two], (article) =>
        article.id === 'a1' ? admission(article, aPost()) : undefined,
      );
      expect(taken?.map(({ article }) => article.id)).toEqual(['a1']);
      expect(await store().article(full)).toEqual({ article: full, revision: 'revision-1', firstSeenAt: MORNING });
      expect(await store().article(two)).toBeUndefined();
      expect(await store().post('a1-x')).toEqual(aPost());
      const record = { id: 'desk', cursor: 'c1', absenceAccepted: false, newestAt: MORNING };
      expect(await store().source('desk')).toEqual(record);
    });

    it('lets each decision see what the ones before it wrote', async () => {
      const seen: Sighting[] = [];
      await store().intake('desk', 'c1', [one, two, one], (article, sighting) => {
        seen.push(sighting);
        expect(sighting.isLinkTaken('twitter:1', 'news.example/a1', 'first')).toBe(seen.length > 1);
        expect(sighting.isLinkTaken('twitter:1', 'news.example/a1', 'update-2')).toBe(false);
        expect(sighting.isLinkTaken('twitter:2', 'news.example/a1', 'first')).toBe(false);
        return seen.length === 1 ? admission(article, aPost()) : undefined;
      });
      expect(seen[0]).toMatchObject({ posts: [] });
      expect(seen[2]?.known).toEqual({ article: one, revision: 'revision-1', firstSeenAt: MORNING });
      expect(seen[2]?.posts).toEqual([aPost()]);
      const [known] = await store().known([one]);
      expect(known?.isLinkTaken('twitter:1', 'news.example/a1', 'first')).toBe(true);
    });

    it('changes posts, and frees a link before another post claims it', async () => {
      await opened(store(), aPost());
      const heir = aPost({ article: { source: 'desk', id: 'a2' }, linkClaim: 'news.example/a1' });
      const changed = [moved(aPost(), 'skipped', { linkClaim: undefined })];
      await store().intake('desk', 'c2', [two], (article) => ({ ...admission(article, heir), changed }));
      expect(await store().post('a1-x')).toMatchObject({ state: 'skipped', version: 2 });
      expect(await store().post('a2-x')).toEqual(heir);
    });

    it('is stored whole or not at all', async () => {
      const doubled = aPost({ article: { source: 'desk', id: 'a2' }, linkClaim: 'news.example/a1' });
      const batch = store().intake('desk', 'c1', [one, two], (article) =>
        admission(article, article.id === 'a1' ? aPost() : doubled),
      );
      await expect(batch).rejects.toThrow();
      expect(await store().article(one)).toBeUndefined();
      expect(await store().source('desk')).toEqual({ id: 'desk', absenceAccepted: false });
    });

    it('without a cursor leaves the source as it is', async () => {
      const record = { id: 'desk', cursor: 'c1', absenceAccepted: true };
      await store().saveSource(record);
      await store().intake('desk', undefined, [one], (article) => admission(article, aPost()));
      expect(await store().source('desk')).toEqual({ ...record, newestAt: MORNING });
      expect(await store().post('a1-x')).toEqual(aPost());
    });

    it('keeps when an article was first seen, and brings its source back', async () => {
      await opened(store(), aPost());
      const stopped = { at: MORNING, detail: '12 of 40 vanished', vanished: 12 };
      const record = { id: 'desk', cursor: 'c1', stopped, absenceAccepted: true };
      await store().saveSource(record);
      expect(await store().source('desk')).toEqual({ ...record, newestAt: MORNING });
      const again = { ...admission(one), at: after(MORNING, HOUR_MS), revision: 'revision-2' };
      await store().intake('desk', 'c2', [one], () => ({ ...again, withdrawal: 'withdrawn' }));
      const known = { article: one, revision: 'revision-2', firstSeenAt: MORNING, withdrawal: 'withdrawn' };
      expect(await store().article(one)).toEqual({ ...known, revisedAt: again.at });
      expect(await store().source('desk')).toEqual({
        id: 'desk',
        cursor: 'c2',
        absenceAccepted: false,
        newestAt: MORNING,
      });
    });
  });

  describe('a story that comes under several names', () => {
    const body = 'The harbour bridge reopened on Friday, as the council said. '.repeat(5);
    const story = anArticle({ body });
    const copies: readonly Copy[] = [
      { source: 'desk', id: 'a1', linkKey: 'news.example/a1', said: 'one', state: 'there', leads: true },
      { source: 'wire', id: '77', linkKey: 'news.example/old', said: 'two', state: 'gone', leads: false },
    ];
    const strangers = {
      'by its address': anArticle({ source: 'wire', id: '78', url: 'http://www.news.example/a1/', body: 'Else.' }),
      'by the address of a copy': anArticle({
        source: 'wire',
        id: '78',
        url: 'https://news.example/old',
        body: 'Else.',
      }),
      'by its body': anArticle({ source: 'wire', id: '78', url: 'https://news.example/new', body, title: 'Anew' }),
      'by the name of a copy': { source: 'wire', id: '77' },
    };

    it.each(Object.entries(strangers))('is known %s', async (_, stranger) => {
      await store().intake('desk', 'c1', [story], () => ({ ...admission(story, aPost()), copies }));
      const [sighting] = await store().known([stranger]);
      expect(sighting).toMatchObject({ known: { article: story }, posts: [aPost()], copies });
      expect(await store().findArticle('wire/77')).toMatchObject({ article: story });
    });

    it('is known to the decisions that follow upon the one that brought it', async () => {
      const seen: (string | undefined)[] = [];
      const batch = [story, two, strangers['by its address'], strangers['by its body']];
      await store().intake('desk', 'c1', batch, (article, { known }) => {
        seen.push(known?.article.id);
        return known ? undefined : admission(article);
      });
      expect(seen).toEqual([undefined, undefined, 'a1', 'a1']);
    });

    it('has copies that change', async () => {
      const changed = copies.map((copy) => ({ ...copy, said: 'three', leads: !copy.leads }));
      for (const noted of [copies, changed]) {
        await store().intake('desk', 'c1', [story], () => ({ ...admission(story), copies: noted }));
      }
      expect(await store().known([story])).toMatchObject([{ copies: changed }]);
    });

    it('is not found by its body where that is long past, or is another', async () => {
      const old = anArticle({ id: 'old', body: body.toUpperCase(), publishedAt: at('2026-04-01T00:00Z') });
      await store().intake('desk', 'c1', [story, old], (article) => admission(article));
      const others = [
        anArticle({ ...old, id: 'x', url: 'https://news.example/x' }),
        anArticle({ id: 'x', url: 'https://news.example/x', body: body.replace('council', 'mayor') }),
        anArticle({ id: 'x', url: 'https://other.example/x', body }),
      ];
      expect((await store().known(others)).map(({ known }) => known)).toEqual([undefined, undefined, undefined]);
    });
  });

  describe('the cursor of a source', () => {
    const from = (cursor: string | undefined) => ({ from: cursor });

    it('is the last one written, whether it grew, shrank or went', async () => {
      for (const cursor of ['a', 'a\nb', 'a\nb\nc', 'a\nb\nc', 'a', '', 'd', 'dd']) {
        const before = await store().source('desk');
        expect(await store().intake('desk', cursor, [], () => undefined, from(before.cursor))).toEqual([]);
        expect((await store().source('desk')).cursor).toBe(cursor);
      }
      await store().saveSource({ id: 'desk', absenceAccepted: false });
      expect(await store().source('desk')).toEqual({ id: 'desk', absenceAccepted: false });
    });

    it('is moved only from where the batch was polled, and not by a batch that fails', async () => {
      expect(await store().intake('desk', 'a', [], () => undefined, from(undefined))).toEqual([]);
      expect(await store().intake('desk', 'ab', [one], () => undefined, from(undefined))).toBeUndefined();
      const failing = store().intake('desk', 'abc', [one], () => {
        throw new Error('no rule for this');
      });
      await expect(failing).rejects.toThrow('no rule for this');
      expect((await store().source('desk')).cursor).toBe('a');
      expect(await store().intake('desk', 'ad', [], () => undefined, from('a'))).toEqual([]);
      expect((await store().source('desk')).cursor).toBe('ad');
    });
  });

  describe('the notes on the files of a source', () => {
    const note = (path: string, fields: Partial<FileNote> = {}): FileNote => {
      return { path, shelf: 1, key: 'k1', state: 'read', article: path, ...fields };
    };
    const take = (files: Partial<FileChanges>, source = 'desk') => {
      const changes = { noted: [], forgotten: [], ...files };
      return store().intake(source, 'c', [], () => undefined, { from: undefined, files: changes });
    };
    const paths = async (notes: Promise<readonly FileNote[]>) => (await notes).map(({ path }) => path).sort();

    it('are found by shelf, by path and by what the files hold', async () => {
      const notes = [note('a'), note('b', { shelf: 2 }), note('c', { article: 'a', state: 'twin' })];
      await take({ noted: notes });
      await take({ noted: [note('a')] }, 'wire');
      const desk = store().fileNotes('desk');
      expect((await desk.onShelf(1)).toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([notes[0], notes[2]]);
      expect(await desk.onShelf(3)).toEqual([]);
      expect(await paths(desk.of(['b', 'c', 'd']))).toEqual(['b', 'c']);
      expect(await paths(desk.holding(['a']))).toEqual(['a', 'c']);
      expect(await paths(desk.holding([]))).toEqual([]);
    });

    it('change as a batch says, a thousand at once too', async () => {
      const many = Array.from({ length: 1100 }, (_, n) => note(`${n}`));
      await take({ noted: many });
      const { cursor } = await store().source('desk');
      const unreadable: FileNote = { path: '0', shelf: 1, key: '', state: 'unreadable' };
      const files = { noted: [unreadable], forgotten: many.slice(1).map(({ path }) => path) };
      await store().intake('desk', 'd', [], () => undefined, { from: cursor, files });
      expect(await store().fileNotes('desk').onShelf(1)).toEqual([unreadable]);
    });

    it('stay as they are where the batch is refused', async () => {
      await take({ noted: [note('a')] });
      expect(await take({ noted: [note('b')], forgotten: ['a'] })).toBeUndefined();
      expect(await paths(store().fileNotes('desk').onShelf(1))).toEqual(['a']);
    });
  });

  describe('how reading a source goes', () => {
    it('is noted beside what was read, and changes nothing of that', async () => {
      const record = { id: 'desk', cursor: 'c1', absenceAccepted: true };
      await store().saveSource(record);
      const failing = { since: MORNING, times: 3, detail: 'no answer' };
      const noon = after(MORNING, 4 * HOUR_MS);
      const reading = { at: noon, nextAt: noon.add({ hours: 1 }), failing };
      await store().noteReading('desk', reading);
      expect(await store().source('desk')).toEqual({ ...record, reading });
      await store().saveSource({ ...record, cursor: 'c2' });
      expect(await store().source('desk')).toEqual({ ...record, cursor: 'c2', reading });
      await store().noteReading('desk', { at: MORNING });
      expect(await store().source('desk')).toEqual({ ...record, cursor: 'c2', reading: { at: MORNING } });
    });
  });

  describe('an article', () => {
    it('is found by source and id, by id alone where that is the only one, and by link', async () => {
      const path = anArticle({ id: '2026/05/bridge' });
      const wire = anArticle({ source: 'wire', id: 'a1', url: 'https://wire.example/?p=1', breaking: true });
      await store().intake('desk', 'c', [one, two, path], (article) => admission(article));
      await store().intake('wire', 'c', [wire], (article) => admission(article));
      const found = async (text: string) => (await store().findArticle(text))?.article;
      expect(await found('desk/a1')).toEqual(one);
      expect(await found('desk/2026/05/bridge')).toEqual(path);
      expect(await found('2026/05/bridge')).toEqual(path);
      expect(await found('a2')).toEqual(two);
      expect(await found('a1')).toBeUndefined();
      expect(await found('https://wire.example/?p=1')).toEqual(wire);
      expect(await found('http://www.news.example/a2/?utm_source=x')).toEqual(two);
      expect(await found('https://news.example/none')).toBeUndefined();
    });

    it('counts as published since a time while it is usable and not withdrawn', async () => {
      const old = anArticle({ id: 'old', publishedAt: at('2026-04-01T00:00Z') });
      const withheld = anArticle({ id: 'withheld', status: 'withheld' });
      const gone = anArticle({ id: 'gone' });
      await store().intake('desk', 'c', [one, two, old, withheld, gone], (article) =>
        article === gone ? { ...admission(article), withdrawal: 'vanished' } : admission(article),
      );
      const asked = [two, old, withheld, gone, { source: 'wire', id: 'a1' }];
      expect(await store().countSince('desk', MORNING, asked)).toEqual({ some: 1, all: 2 });
    });

    it('is missed with all others where a source has no other usable one', async () => {
      const gone = anArticle({ id: 'gone' });
      await store().intake('desk', 'c', [one, two, gone], (article) =>
        article === gone ? { ...admission(article), withdrawal: 'vanished' } : admission(article),
      );
      expect(await store().hasNoOther('desk', [one])).toBe(false);
      expect(await store().hasNoOther('desk', [one, gone])).toBe(false);
      expect(await store().hasNoOther('desk', [one, two, anArticle({ id: 'never' })])).toBe(true);
      expect(await store().hasNoOther('desk', [])).toBe(false);
      expect(await store().hasNoOther('wire', [{ source: 'wire', id: 'a1' }])).toBe(false);
    });

    it('is covered by its posts', async () => {
      const later = { at: after(MORNING, HOUR_MS) };
      const postOfTwo = aPost({ article: { source: 'desk', id: 'a2' } });
      await opened(store(), aPost());
      await store().intake('desk', 'c', [two], (article) => ({ ...admission(article, postOfTwo), ...later }));
      const covered = await store().coverage(MORNING);
      expect(covered.map(({ known, posts }) => [known.article, posts])).toEqual([
        [two, [postOfTwo]],
        [one, [aPost()]],
      ]);
      expect(await store().coverage(later.at)).toHaveLength(1);
    });
  });

  describe('what cannot be read', () => {
    it('is new once, and gone when it can be read', async () => {
      const fault = { item: 'a.json', detail: 'no title' };
      const note = (readable: string[], faults: (typeof fault)[]) =>
        store().noteFaults('desk', readable, faults, MORNING);
      expect(await note([], [fault])).toEqual([fault]);
      expect(await note(['b.json'], [{ ...fault, detail: 'no body' }])).toEqual([]);
      expect(await store().faults()).toEqual([{ source: 'desk', item: 'a.json', detail: 'no body', since: MORNING }]);
      expect(await note(['a.json'], [])).toEqual([]);
      expect(await store().faults()).toEqual([]);
      expect(await note([], [fault])).toEqual([fault]);
    });
  });
}
