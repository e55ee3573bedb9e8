import * as fs from 'node:fs';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Told } from '../../src/articles/folder-watch.ts';
import type { ArticleSource } from '../../src/domain/ports.ts';
import { articleFolder, ids, NOW, type Polled, poll, said, vanished } from './article-folder.ts';

vi.mock('node:fs', { spy: true });

/** What the system tells next. */
const system = vi.hoisted((): { told: Told } => ({ told: 'anything' }));

vi.mock('../../src/articles/folder-watch.ts', () => ({
  watchFolders: () => ({
    follow: () => undefined,
    told() {
      const { told } = system;
      system.told = [];
      return told;
    },
    changed: async () => undefined,
  }),
}));

/** A folder that takes half a second to look through each time its clock is asked, watched and looked through. */
async function largeFolder() {
  const folder = articleFolder();
  let now = NOW;
  const source = folder.source({ now: () => (now = now.add({ milliseconds: 500 })) });
  await source.changed?.(new AbortController().signal);
  let cursor: string | undefined;
  const read = async (): Promise<Polled> => {
    const result = await poll(source, cursor);
    ({ cursor } = result);
    return result;
  };
  await read();
  await read();
  vi.mocked(fs.readdirSync).mockClear();
  return {
    ...folder,
    read,
    tell(...names: readonly string[]) {
      system.told = names.map((path) => ({ real: folder.place(path), path }));
    },
    pass: (minutes: number) => {
      now = now.add({ minutes });
    },
  };
}

const isLookedThrough = () => vi.mocked(fs.readdirSync).mock.calls.length > 0;

test('files that the system names are read without looking through the folder', async () => {
  const folder = await largeFolder();
  folder.json('2026/b.json', { id: 'b' }, '2026-03-01T11:10:00Z');
  folder.json('a.json', { id: 'a' }, '2026-03-01T11:20:00Z');
  folder.tell('a.json', '2026/b.json');
  expect(ids(await folder.read())).toEqual(['b', 'a']);
  folder.json('a.json', { id: 'a', title: 'Bridge closes' });
  folder.tell('a.json');
  expect((await folder.read()).articles).toMatchObject([{ id: 'a', title: 'Bridge closes' }]);
  folder.tell('a.json');
  expect(ids(await folder.read())).toEqual([]);
  expect(ids(await folder.read())).toEqual([]);
  expect(isLookedThrough()).toBe(false);
});

test('looking through the folder finds nothing left to do where named files were read', async () => {
  const folder = await largeFolder();
  for (const title of ['Bridge opens', 'Bridge closes']) {
    folder.json('a.json', { title }, `2026-03-01T11:${title.length}:00Z`);
    folder.json('b.json', { id: 'b', title });
    folder.tell('a.json', 'b.json');
    const { cursor } = await folder.read();
    folder.pass(1);
    vi.mocked(fs.open).mockClear();
    expect(await folder.read()).toMatchObject({ articles: [], cursor });
    expect(isLookedThrough()).toBe(true);
    expect(fs.open).not.toHaveBeenCalled();
  }
});

test('one that is gone, a link or no whole text yet has the folder looked through at once', async () => {
  for (const change of ['remove', 'link', 'text'] as const) {
    const folder = await largeFolder();
    folder.json('a.json');
    folder.tell('a.json');
    await folder.read();
    expect(isLookedThrough()).toBe(false);
    if (change === 'remove') folder.remove('a.json');
    else if (change === 'link') folder.link('b.json', 'a.json');
    else folder.write('flood.txt', 'Flood\n\nThe river rises.', NOW.add({ seconds: 10 }).toString());
    folder.tell({ remove: 'a.json', link: 'b.json', text: 'flood.txt' }[change]);
    expect(vanished(await folder.read())).toEqual(change === 'remove' ? ['a1'] : []);
    expect(isLookedThrough()).toBe(true);
  }
});

test('what a named file no longer holds is looked for in the whole folder by the next poll', async () => {
  const folder = await largeFolder();
  folder.json('a.json', { id: 'first' });
  folder.tell('a.json');
  await folder.read();
  folder.json('a.json', { id: 'second' });
  folder.tell('a.json');
  const named = await folder.read();
  expect([ids(named), vanished(named)]).toEqual([['second'], []]);
  expect(vanished(await folder.read())).toEqual(['first']);
});

test('a named file knows the others that have its article', async () => {
  const folder = await largeFolder();
  folder.json('a.json');
  folder.tell('a.json');
  await folder.read();
  folder.json('b.json');
  folder.tell('b.json');
  const result = await folder.read();
  expect(said(result)).toEqual(['b.json: same id as a.json: "a1"']);
  expect(ids(result)).toEqual([]);
});

test('an answer that was not taken has the folder looked through', async () => {
  const folder = articleFolder();
  let now = NOW;
  const source: ArticleSource = folder.source({ now: () => (now = now.add({ milliseconds: 500 })) });
  await source.changed?.(new AbortController().signal);
  const { cursor } = await poll(source, (await poll(source)).cursor);
  folder.json('a.json');
  system.told = [{ real: folder.place('a.json'), path: 'a.json' }];
  expect(ids(await poll(source, cursor))).toEqual(['a1']);
  expect(ids(await poll(source, cursor))).toEqual(['a1']);
});

test('whatever is done and however much of it is told, the articles of the folder are known in the end', {
  timeout: 60_000,
}, async () => {
  const name = fc.constantFrom('a.json', 'b.json', 'sub/c.json', 'sub/d.json');
  const step = fc.oneof(
    fc.record({ type: fc.constant('write' as const), name, id: fc.constantFrom('x', 'y', 'z') }),
    fc.record({ type: fc.constant('remove' as const), name }),
    fc.record({ type: fc.constant('tell' as const), missed: fc.array(name, { maxLength: 2 }) }),
    fc.record({ type: fc.constant('wait' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const folder = await largeFolder();
      const holds = new Map<string, string>();
      const touched = new Set<string>();
      const known = new Set<string>();
      const catchUp = async () => {
        for (let more = true; more; ) {
          const result = await folder.read();
          for (const id of ids(result)) known.add(id);
          for (const id of vanished(result)) known.delete(id);
          more = result.more;
        }
      };
      let minute = 0;
      for (const step of steps) {
        const at = NOW.subtract({ hours: 10 }).add({ minutes: minute++ }).toString();
        if (step.type === 'wait') folder.pass(1);
        else if (step.type === 'tell') {
          folder.tell(...touched.difference(new Set(step.missed)));
          touched.clear();
          const before = new Set(known);
          await catchUp();
          // What any file has, as it was when it was last read, is not taken for gone.
          for (const id of before.difference(known)) expect([...holds.values()]).not.toContain(id);
        } else {
          touched.add(step.name);
          if (step.type === 'write') {
            folder.json(step.name, { id: step.id, title: `Take ${minute}` }, at);
            holds.set(step.name, step.id);
          } else if (holds.delete(step.name)) folder.remove(step.name);
        }
      }
      folder.pass(1);
      await catchUp();
      expect(known).toEqual(new Set(holds.values()));
    }),
    { numRuns: 60 },
  );
});
