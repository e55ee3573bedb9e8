import { expect, test } from 'vitest';
import { folderRest } from '../../src/articles/folder-rest.ts';
import { NOW } from './article-folder.ts';

test('a folder rests for fifty times as long as looking through it took, and no longer than a minute', () => {
  for (const [lookMs, restMs] of [
    [10, 500],
    [750, 37_500],
    [20_000, 60_000],
  ] as const) {
    let now = NOW;
    const rest = folderRest(() => now);
    expect(rest.isOn(false)).toBe(false);
    rest.begin(lookMs);
    now = NOW.add({ milliseconds: restMs - 1 });
    expect(rest.isOn(false)).toBe(true);
    now = NOW.add({ milliseconds: restMs });
    expect(rest.isOn(false)).toBe(false);
    rest.begin(lookMs);
    rest.end();
    expect(rest.isOn(false)).toBe(false);
  }
});

test('a folder in which files are named rests for a minute', () => {
  let now = NOW;
  const rest = folderRest(() => now);
  expect(rest.isOn(true)).toBe(false);
  rest.begin(10);
  now = NOW.add({ milliseconds: 59_999 });
  expect([rest.isOn(true), rest.isOn(false)]).toEqual([true, false]);
  now = NOW.add({ minutes: 1 });
  expect(rest.isOn(true)).toBe(false);
});

test('a clock that is set back ends the rest', () => {
  let now = NOW;
  const rest = folderRest(() => now);
  rest.begin(750);
  now = NOW.subtract({ hours: 1 });
  expect(rest.isOn(false)).toBe(false);
});
