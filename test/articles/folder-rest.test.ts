import { expect, test } from 'vitest';
import { folderRest } from '../../src/articles/folder-rest.ts';
import { NOW } from './article-folder.ts';

test('a folder rests for twenty times as long as looking through it took, and no longer than a minute', () => {
  for (const [lookMs, restMs] of [
    [10, 200],
    [750, 15_000],
    [20_000, 60_000],
  ] as const) {
    let now = NOW;
    const rest = folderRest(() => now);
    expect(rest.isOn()).toBe(false);
    rest.begin(lookMs);
    now = NOW.add({ milliseconds: restMs - 1 });
    expect(rest.isOn()).toBe(true);
    now = NOW.add({ milliseconds: restMs });
    expect(rest.isOn()).toBe(false);
    rest.begin(lookMs);
    rest.end();
    expect(rest.isOn()).toBe(false);
  }
});

test('a clock that is set back ends the rest', () => {
  let now = NOW;
  const rest = folderRest(() => now);
  rest.begin(750);
  now = NOW.subtract({ hours: 1 });
  expect(rest.isOn()).toBe(false);
});
