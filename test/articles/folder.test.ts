import * as files from 'node:fs';
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { articleFolder, ids, NOW, type Polled, poll, said, vanished } from './article-folder.ts';

vi.mock('node:fs', { spy: true });

function diskError(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: 'open' });
}

function pathsNoted(result: Polled): readonly string[] {
  return result.files?.noted.map(({ path }) => path) ?? [];
}

type Opened = (error: NodeJS.ErrnoException | null, handle: number) => void;
type Opening = (file: string, flags: number, opened: Opened) => void;
/** How a file is opened, of all the ways that `open` can be called. */
const opening = vi.mocked<Opening>(files.open);

/** The disk answers so to the next openings, one each. */
function refuseToOpen(...codes: string[]): void {
  for (const code of codes) opening.mockImplementationOnce((_file, _flags, opened) => opened(diskError(code), -1));
}

describe('a poll', () => {
  test('brings every article of the folder and its sub-folders, oldest file first', async () => {
    const folder = articleFolder();
    folder.json('b.json', { id: 'second' }, '2026-03-01T10:00:00Z');
    folder.json('a.json', { id: 'third' }, '2026-03-01T11:00:00Z');
    folder.json('2026/03/c.json', { id: 'first' }, '2026-03-01T09:00:00Z');
    folder.write('2026/flood.txt', 'Flood warning\n\nThe river rises.', '2026-03-01T11:30:00Z');
    const result = await poll(folder.source());
    expect(ids(result)).toEqual(['first', 'second', 'third', 'flood']);
    expect(result.articles.map(({ source }) => source)).toEqual(['desk', 'desk', 'desk', 'desk']);
    expect(result).toMatchObject({ vanished: [], unreadable: [], more: false });
    expect(result.readable).toEqual(['2026/03/c.json', 'b.json', 'a.json', '2026/flood.txt']);
  });

  test('leaves out hidden and temporary names and every other kind of file', async () => {
    const folder = articleFolder();
    for (const name of [
      '.a.json',
      'b.json.tmp',
      'c.json~',
      '.git/d.json',
      'e.tmp/f.json',
      'g.mdx',
      'h.jpg',
      'README',
    ]) {
      folder.json(name, { id: name });
    }
    folder.json('UPPER.JSON', { id: 'upper' });
    const result = await poll(folder.source());
    expect(ids(result)).toEqual(['upper']);
    expect(result.unreadable).toEqual([]);
  });

  test('answers the very same cursor and opens nothing when nothing changed', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    folder.write('broken.json', '{');
    const { cursor } = await poll(folder.source());
    opening.mockClear();
    const again = await poll(folder.source(), cursor);
    expect(again).toEqual({
      type: 'polled',
      articles: [],
      vanished: [],
      unreadable: [],
      readable: [],
      cursor,
      files: { noted: [], forgotten: [] },
      more: false,
    });
    expect(opening).not.toHaveBeenCalled();
  });

  test('is the same for the same files, cursor and clock', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    folder.write('broken.json', '{');
    const first = await poll(folder.source());
    folder.json('b.json', { id: 'a2' });
    folder.remove('a.json');
    expect(await poll(folder.source(), first.cursor)).toEqual(await poll(folder.source(), first.cursor));
    expect(await poll(folder.source())).toEqual(await poll(folder.source()));
  });

  test('knows the folder by its files: another source id or another place reads nothing again', async () => {
    const [here, there] = [articleFolder(), articleFolder()];
    here.json('a.json');
    const { cursor } = await poll(here.source());
    expect(ids(await poll(here.source({ id: 'renamed' }), cursor))).toEqual([]);
    there.link('moved', here.path);
    expect(ids(await poll(here.source({ path: there.place('moved') }), cursor))).toEqual([]);
  });

  test('reads everything again when settings change what files say', async () => {
    const folder = articleFolder();
    folder.write('flood.txt', 'Flood warning\n\nThe river rises.');
    folder.json('a.json');
    const before = await poll(folder.source({ link: 'https://news.example/story' }));
    expect(said(before)).toEqual([expect.stringContaining('flood.txt: has no url')]);
    const after = await poll(folder.source(), before.cursor);
    expect(ids(after)).toEqual(['a1', 'flood']);
    expect(after).toMatchObject({ vanished: [], readable: ['a.json', 'flood.txt'] });
  });

  test.each([
    '',
    'x',
    'unfinished\n',
    'unfinished\n{"files":3}',
    '\n[]',
    '{"files":[[1]],"lost":[2]}',
    'a\n{"files":[7],"lost":[]}',
  ])('takes the cursor %j for none', async (cursor) => {
    const folder = articleFolder();
    folder.json('a.json');
    expect(await poll(folder.source(), cursor)).toEqual(await poll(folder.source()));
  });

  test('takes any string for a cursor', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    const source = folder.source();
    const { cursor } = await poll(source);
    const entry = fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 5 });
    const likely = fc.record({ reading: fc.string(), files: fc.array(entry), lost: fc.array(fc.anything()) });
    const cursors = fc.oneof(
      fc.string(),
      likely.map((memory) => `unfinished\n${JSON.stringify(memory)}`),
    );
    await fc.assert(
      fc.asyncProperty(cursors, async (other) => {
        expect((await poll(source, other)).cursor).toBe(cursor);
      }),
      { numRuns: 100 },
    );
  });

  test('stops between files when it is aborted', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    await expect(folder.source().poll(undefined, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});

describe('a big folder', () => {
  test('comes in polls of 200 articles, and then only what changed is opened', { timeout: 120_000 }, async () => {
    const folder = articleFolder();
    for (let number = 0; number < 10_000; number += 1) folder.json(`${number % 50}/${number}.json`, { id: number });
    const source = folder.source();
    const seen = new Set<string>();
    let result: Polled = await poll(source);
    for (;;) {
      expect(result.articles.length).toBeLessThanOrEqual(200);
      expect(result.vanished).toEqual([]);
      for (const id of ids(result)) seen.add(id);
      if (!result.more) break;
      result = await poll(source, result.cursor);
    }
    expect(seen.size).toBe(10_000);

    folder.json('7/7.json', { id: 7, title: 'Bridge closes' });
    opening.mockClear();
    const next = await poll(source, result.cursor);
    expect(ids(next)).toEqual(['7']);
    expect(opening.mock.calls.map(([path]) => path)).toEqual([folder.place('7/7.json')]);
  });

  test('goes on where the last poll was cut short, even when the cursor was made from fewer files', async () => {
    const folder = articleFolder();
    for (let number = 0; number < 230; number += 1) folder.json(`${number}.json`, { id: number });
    const first = await poll(folder.source());
    expect(first).toMatchObject({ more: true });
    for (let number = 230; number < 240; number += 1) folder.json(`${number}.json`, { id: number });
    const second = await poll(folder.source(), first.cursor);
    expect(second).toMatchObject({ more: false });
    expect(new Set([...ids(first), ...ids(second)]).size).toBe(240);
  });

  test.each([
    ['goes on', 0, []],
    ['lists all anew', 31, ['100']],
  ])(
    'comes the same way to a process that %s and to one that starts anew before each poll',
    async (_, seconds, gone) => {
      const folder = articleFolder();
      for (let number = 0; number < 700; number += 1) folder.json(`${number}.json`, { id: number % 650 });
      folder.write('broken.json', '{');
      let now = NOW;
      const one = folder.source({ now: () => now });
      let cursor: string | undefined;
      for (let polls = 0; polls < 3; polls += 1) {
        now = now.add({ seconds });
        if (polls === 1) for (const id of gone) folder.remove(`${id}.json`);
        const result = await poll(one, cursor);
        expect(await poll(folder.source(), cursor)).toEqual(result);
        expect(result.more).toBe(true);
        ({ cursor } = result);
      }
      const last = await poll(one, cursor);
      expect(last).toEqual(await poll(folder.source(), cursor));
      expect(last.more).toBe(false);
      expect(vanished(last)).toEqual(gone);
      expect(await poll(one, last.cursor)).toMatchObject({ articles: [], cursor: last.cursor });
    },
  );

  test('is listed once for many polls, and again where the cursor is another or time has passed', async () => {
    const folder = articleFolder();
    for (let number = 0; number < 900; number += 1) folder.json(`${number}.json`, { id: number });
    let now = NOW;
    const source = folder.source({ now: () => now });
    const first = await poll(source);
    folder.remove('899.json');
    const second = await poll(source, first.cursor);
    expect(second.readable).not.toContain('899.json');
    now = now.add({ seconds: 31 });
    folder.json('0.json', { id: 0, title: 'Anew' }, '2026-03-01T01:00:00Z');
    const third = await poll(source, second.cursor);
    expect(third.articles[0]).toMatchObject({ id: '0', title: 'Anew' });
    folder.json('1.json', { id: 1, title: 'Anew' }, '2026-03-01T01:00:00Z');
    expect((await poll(source, first.cursor)).articles[0]).toMatchObject({ id: '0' });
    expect((await poll(source, third.cursor)).articles[0]).toMatchObject({ id: '1' });
  });

  test('has a short cursor, and a note for each file that changes only with it', async () => {
    const folder = articleFolder();
    for (let number = 0; number < 3000; number += 1) folder.json(`${number}.json`, { id: number });
    const source = folder.source();
    const noted: string[] = [];
    let result = await poll(source);
    for (; result.more; result = await poll(source, result.cursor)) noted.push(...pathsNoted(result));
    noted.push(...pathsNoted(result));
    expect(noted).toHaveLength(3000);
    expect(new Set(noted).size).toBe(3000);
    expect(result.cursor.length).toBeLessThan(2500);
    folder.json('7.json', { id: 7, title: 'Bridge closes' });
    const next = await poll(folder.source(), result.cursor);
    expect(next.files).toMatchObject({ noted: [{ path: '7.json', article: '7', state: 'read' }], forgotten: [] });
    folder.remove('8.json');
    const gone = await poll(folder.source(), next.cursor);
    expect(gone.files).toEqual({ noted: [], forgotten: ['8.json'] });
    expect(vanished(gone)).toEqual(['8']);
    expect(vanished(await poll(folder.source(), gone.cursor))).toEqual([]);
  });

  test('is read about 20 MB at a time', async () => {
    const folder = articleFolder();
    for (let number = 0; number < 6; number += 1) {
      folder.json(`${number}.json`, { id: number, body: 'word '.repeat(900_000) });
    }
    const first = await poll(folder.source());
    expect(ids(first)).toEqual(['0', '1', '2', '3']);
    expect(first.more).toBe(true);
    expect(ids(await poll(folder.source(), first.cursor))).toEqual(['4', '5']);
  });

  test('is told unchanged by size, date and place, not by its content', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    const { cursor } = await poll(folder.source());
    const { mtime, size } = statSync(folder.place('a.json'));
    const other = readFileSync(folder.place('a.json'), 'utf8').replace('Bridge', 'BRIDGE');
    writeFileSync(folder.place('a.json'), other);
    utimesSync(folder.place('a.json'), mtime, mtime);
    expect(statSync(folder.place('a.json')).size).toBe(size);
    expect((await poll(folder.source(), cursor)).cursor).toBe(cursor);
  });
});

describe('a file that is still written', () => {
  test('may be Markdown, which cannot show by itself that it is whole', async () => {
    const folder = articleFolder();
    const text = '---\npublishedAt: 2026-03-01\n---\n# Title\n\nFirst words';
    folder.write('a.md', text, '2026-03-01T11:59:59.900Z');
    const early = await poll(folder.source());
    expect(ids(early)).toEqual([]);
    expect(ids(await poll(folder.source({ now: () => NOW.add({ seconds: 1 }) }), early.cursor))).toEqual(['a']);
  });

  test('is taken once it is a second old', async () => {
    const folder = articleFolder();
    folder.write('a1.txt', 'Bridge opens\n\nThe bridge opened.', '2026-03-01T11:59:59.500Z');
    const early = await poll(folder.source());
    expect(early).toMatchObject({ articles: [], unreadable: [], more: false });
    const later = await poll(folder.source({ now: () => NOW.add({ milliseconds: 500 }) }), early.cursor);
    expect(ids(later)).toEqual(['a1']);
  });

  test('is waited for, once and up to a second', async () => {
    const folder = articleFolder();
    folder.write('a1.txt', 'Bridge op', '2026-03-01T11:59:59.900Z');
    let now = NOW;
    const waits: number[] = [];
    const delay = async (ms: number) => {
      waits.push(ms);
      folder.write('a1.txt', 'Bridge opens\n\nThe bridge opened.', '2026-03-01T11:59:59.950Z');
      now = now.add({ milliseconds: ms });
    };
    const polled = await poll(folder.source({ now: () => now, delay }));
    expect(polled).toMatchObject({ articles: [{ id: 'a1', title: 'Bridge opens' }], unreadable: [] });
    expect(waits).toEqual([1000]);
  });

  test('is taken at once where it is whole JSON', async () => {
    const folder = articleFolder();
    folder.json('a.json', {}, '2026-03-01T12:00:00Z');
    const delay = () => Promise.reject(new Error('no need to wait'));
    expect(ids(await poll(folder.source({ delay })))).toEqual(['a1']);
  });

  test('is unreadable where it is broken JSON even after the wait', async () => {
    const folder = articleFolder();
    folder.write('a.json', '{"id":', '2026-03-01T12:00:00Z');
    let waits = 0;
    const delay = async () => {
      waits += 1;
    };
    expect(await poll(folder.source({ delay }))).toMatchObject({ unreadable: [{ item: 'a.json' }] });
    expect(waits).toBe(1);
  });

  test('keeps its article while it is written anew', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    const first = await poll(folder.source());
    folder.write('a.json', '{"id":', '2026-03-01T12:00:00Z');
    const second = await poll(folder.source(), first.cursor);
    expect(second).toMatchObject({ articles: [], vanished: [], unreadable: [{ item: 'a.json' }] });
    folder.json('a.json', { title: 'Bridge closes' }, '2026-03-01T12:00:00Z');
    const third = await poll(folder.source({ now: () => NOW.add({ seconds: 2 }) }), second.cursor);
    expect(third.articles).toMatchObject([{ id: 'a1', title: 'Bridge closes' }]);
  });

  test('is taken when its date lies in the future', async () => {
    const folder = articleFolder();
    folder.json('a.json', {}, '2027-01-01T00:00:00Z');
    expect(ids(await poll(folder.source()))).toEqual(['a1']);
  });
});

test('an id that an address cannot carry is named', async () => {
  const folder = articleFolder();
  for (const id of ['.', '..']) folder.json(`${id.length}.json`, { id, url: undefined });
  expect((await poll(folder.source())).unreadable).toHaveLength(2);
});

describe('a file that is gone', () => {
  test('takes its article with it, once', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    folder.json('b.json', { id: 'a2' });
    const first = await poll(folder.source());
    folder.remove('a.json');
    const second = await poll(folder.source(), first.cursor);
    expect(second).toMatchObject({ vanished: [{ source: 'desk', id: 'a1' }], articles: [], readable: ['a.json'] });
    expect((await poll(folder.source(), second.cursor)).cursor).toBe(second.cursor);
  });

  test('leaves its article to the same name in other letters', async () => {
    const folder = articleFolder();
    folder.write('caf\u00E9.txt', 'Title');
    const first = await poll(folder.source());
    folder.move('caf\u00E9.txt', 'sub/cafe\u0301.txt');
    expect(await poll(folder.source(), first.cursor)).toMatchObject({ articles: [{ id: 'caf\u00E9' }], vanished: [] });
  });

  test('leaves its article where it moved to', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    const first = await poll(folder.source());
    folder.move('a.json', 'archive/old-a.json');
    const second = await poll(folder.source(), first.cursor);
    expect(second.vanished).toEqual([]);
    expect(second.articles).toEqual(first.articles);
  });

  test('is not missed before everything unread is read', async () => {
    const folder = articleFolder();
    folder.json('moving.json', { id: 'moved' });
    folder.json('gone.json', { id: 'gone' });
    const first = await poll(folder.source());
    folder.remove('gone.json');
    folder.remove('moving.json');
    for (let number = 0; number < 210; number += 1)
      folder.json(`${number}.json`, { id: number }, '2026-03-01T10:00:00Z');
    folder.json('moved.json', { id: 'moved' });
    const second = await poll(folder.source(), first.cursor);
    expect(second).toMatchObject({ vanished: [], more: true });
    const third = await poll(folder.source(), second.cursor);
    expect(vanished(third)).toEqual(['gone']);
    expect(ids(third)).toContain('moved');
  });

  test('is not missed while a file is still written that may hold its article', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    const first = await poll(folder.source());
    folder.remove('a.json');
    folder.write('a1.txt', 'Bridge opens', '2026-03-01T12:00:00Z');
    const second = await poll(folder.source(), first.cursor);
    expect(second).toMatchObject({ vanished: [], articles: [] });
    const copied = await poll(folder.source({ now: () => NOW.add({ seconds: 2 }) }), second.cursor);
    expect(copied).toMatchObject({ vanished: [], articles: [{ id: 'a1' }] });
    folder.remove('a1.txt');
    expect(vanished(await poll(folder.source(), second.cursor))).toEqual(['a1']);
  });

  test('is just gone when it goes between the listing and the reading', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    refuseToOpen('ENOENT');
    const first = await poll(folder.source());
    expect(first).toMatchObject({ articles: [], unreadable: [], vanished: [], more: false });
    expect(ids(await poll(folder.source(), first.cursor))).toEqual(['a1']);
  });

  test('takes the old article with it when another is written in its place', async () => {
    const folder = articleFolder();
    folder.json('latest.json', { id: 'old' });
    const first = await poll(folder.source());
    folder.json('latest.json', { id: 'newer' });
    expect(await poll(folder.source(), first.cursor)).toMatchObject({
      articles: [{ id: 'newer' }],
      vanished: [{ id: 'old' }],
    });
  });

  test('takes all articles with it when the folder is emptied', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    const first = await poll(folder.source());
    folder.remove('a.json');
    expect(vanished(await poll(folder.source(), first.cursor))).toEqual(['a1']);
  });
});

describe('a file that cannot be read', () => {
  test('is named once, stops no other and is tried again when it changes', async () => {
    const folder = articleFolder();
    folder.write('sub/broken.json', '{');
    folder.json('a.json');
    const first = await poll(folder.source());
    expect(ids(first)).toEqual(['a1']);
    expect(said(first)).toEqual(['sub/broken.json: is not valid JSON (line 1 column 2)']);
    folder.json('b.json', { id: 'a2' });
    const second = await poll(folder.source(), first.cursor);
    expect(second.unreadable).toEqual([]);
    folder.json('sub/broken.json', { id: 'mended' });
    const third = await poll(folder.source(), second.cursor);
    expect(third).toMatchObject({ articles: [{ id: 'mended' }], readable: ['sub/broken.json'] });
  });

  test('keeps the article it held, until it is gone', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    const first = await poll(folder.source());
    folder.write('a.json', 'garbage');
    const second = await poll(folder.source(), first.cursor);
    expect(second).toMatchObject({ vanished: [], unreadable: [{ item: 'a.json' }] });
    folder.remove('a.json');
    expect(await poll(folder.source(), second.cursor)).toMatchObject({
      vanished: [{ id: 'a1' }],
      readable: ['a.json'],
    });
  });

  test('is tried at every poll while the disk, not the file, is at fault', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    refuseToOpen('EACCES', 'EIO');
    const first = await poll(folder.source());
    expect(said(first)).toEqual(['a.json: may not be read (EACCES)']);
    expect(first.more).toBe(false);
    const second = await poll(folder.source(), first.cursor);
    expect(said(second)).toEqual(['a.json: cannot be read (EIO)']);
    expect(await poll(folder.source(), second.cursor)).toMatchObject({
      articles: [{ id: 'a1' }],
      readable: ['a.json'],
    });
  });

  test('keeps no other waiting, however many there are', async () => {
    const folder = articleFolder();
    for (let number = 0; number < 250; number += 1) folder.json(`${number}.json`, {}, '2026-03-01T10:00:00Z');
    folder.json('new.json');
    const { open } = await vi.importActual<typeof files>('node:fs');
    opening.mockImplementation((file, flags, opened) => {
      if (file.endsWith('new.json')) open(file, flags, opened);
      else opened(diskError('EACCES'), -1);
    });
    const result = await poll(folder.source());
    opening.mockReset();
    expect(ids(result)).toEqual(['a1']);
    expect(result.unreadable).toHaveLength(250);
    expect(result.more).toBe(false);
  });
});

test('whatever is done to the folder, its articles are known at the end', { timeout: 60_000 }, async () => {
  const name = fc.constantFrom('a.json', 'b.json', 'sub/c.json', 'sub/d.json');
  const step = fc.oneof(
    fc.record({ type: fc.constant('write' as const), name, id: fc.constantFrom('x', 'y', 'z') }),
    fc.record({ type: fc.constant('garble' as const), name }),
    fc.record({ type: fc.constant('remove' as const), name }),
    fc.record({ type: fc.constant('poll' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const folder = articleFolder();
      const source = folder.source();
      const holds = new Map<string, string>();
      const known = new Set<string>();
      let cursor: string | undefined;
      const catchUp = async () => {
        for (let more = true; more; ) {
          const result = await poll(source, cursor);
          for (const id of ids(result)) known.add(id);
          for (const id of vanished(result)) known.delete(id);
          ({ cursor, more } = result);
        }
      };
      let minute = 0;
      for (const step of steps) {
        const at = NOW.subtract({ hours: 10 }).add({ minutes: minute++ }).toString();
        if (step.type === 'poll') await catchUp();
        else if (step.type === 'write') {
          folder.json(step.name, { id: step.id, title: `Take ${minute}` }, at);
          holds.set(step.name, step.id);
        } else if (step.type === 'garble') {
          folder.write(step.name, '{', at);
          holds.set(step.name, '?');
        } else if (holds.delete(step.name)) folder.remove(step.name);
      }
      await catchUp();
      const readable = new Set([...holds.values()].filter((id) => id !== '?'));
      expect(readable.difference(known)).toEqual(new Set());
      // An article no file has can only be known still where garbage may have been it.
      if (![...holds.values()].includes('?')) expect(known).toEqual(readable);
      const settled = await poll(source, cursor);
      expect(settled.cursor).toBe(cursor);
    }),
    { numRuns: 60 },
  );
});
