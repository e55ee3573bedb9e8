import type * as files from 'node:fs';
import { mkdirSync, readdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { articleFolder, ids, poll, vanished } from './article-folder.ts';

vi.mock('node:fs', { spy: true });

/** A folder of two hundred stories that were read, and twenty that were not. */
async function aFolder() {
  const folder = articleFolder();
  for (let n = 0; n < 200; n += 1) folder.json(`a${n}.json`, { id: `a${n}` });
  const source = folder.source();
  const { cursor } = await poll(source);
  for (let n = 0; n < 20; n += 1) folder.json(`b${n}.json`, { id: `b${n}` });
  return { folder, source, cursor };
}

/** What happens just before this call of `node:fs`, counted from now on. */
async function beforeCall(call: 'readdirSync' | 'statSync', nth: number, happens: () => void): Promise<void> {
  const actual = await vi.importActual<typeof files>('node:fs');
  const [spied, real] = call === 'statSync' ? [statSync, actual.statSync] : [readdirSync, actual.readdirSync];
  let calls = 0;
  vi.mocked<(...asked: never[]) => unknown>(spied).mockImplementation((...asked) => {
    calls += 1;
    if (calls === nth) happens();
    return Reflect.apply(real, undefined, asked);
  });
}

/** An empty folder is in its place, as where a disk is gone. */
function takeAway(path: string): void {
  renameSync(path, `${path}.away`);
  mkdirSync(path);
}

function putBack(path: string): void {
  rmdirSync(path);
  renameSync(`${path}.away`, path);
}

test.each([
  ['between the two looks at it', 'readdirSync', 2],
  ['in the midst of the first', 'statSync', 100],
  ['in the midst of the second', 'statSync', 230],
] as const)('a folder that goes away %s loses no story, known or new', async (_, call, nth) => {
  const { folder, source, cursor } = await aFolder();
  await beforeCall(call, nth, () => takeAway(folder.path));
  const away = await poll(source, cursor);
  putBack(folder.path);
  const back = await poll(source, away.cursor);
  expect([...vanished(away), ...vanished(back)]).toEqual([]);
  expect([...ids(away), ...ids(back)].filter((id) => id.startsWith('b'))).toHaveLength(20);
});

test('a story that is removed while the folder is looked at is missed at the next look', async () => {
  const { folder, source, cursor } = await aFolder();
  await beforeCall('statSync', 1, () => folder.remove('a5.json'));
  const during = await poll(source, cursor);
  expect(vanished(during)).toEqual([]);
  expect(vanished(await poll(source, during.cursor))).toEqual(['a5']);
});

test('a name that a disk tells and never has hides no removal', async () => {
  const { folder, source, cursor } = await aFolder();
  folder.remove('a5.json');
  const actual = await vi.importActual<typeof files>('node:fs');
  vi.mocked<(...asked: never[]) => unknown>(statSync).mockImplementation((...asked) =>
    String(asked[0]).endsWith('b1.json') ? undefined : Reflect.apply(actual.statSync, undefined, asked),
  );
  expect(vanished(await poll(source, cursor))).toEqual(['a5']);
});
