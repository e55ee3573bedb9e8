import { expect, test } from 'vitest';
import { folderRest } from '../../src/articles/folder-rest.ts';
import { NOW } from './article-folder.ts';

/** A folder whose looks take so long. */
function resting(lookMs: number) {
  let now = NOW;
  const rest = folderRest(() => now);
  const pass = (ms: number) => {
    now = now.add({ milliseconds: ms });
  };
  return {
    ...rest,
    pass,
    lookInVain(meanwhile?: () => void) {
      const look = rest.look();
      pass(lookMs);
      meanwhile?.();
      look.foundNothing('c1');
    },
  };
}

test('a folder rests for twenty times as long as looking through it took, and no longer than a minute', () => {
  for (const [lookMs, restMs] of [
    [10, 200],
    [750, 15_000],
    [20_000, 60_000],
  ] as const) {
    const folder = resting(lookMs);
    expect(folder.isDue('c1')).toBe(false);
    folder.lookInVain();
    folder.pass(restMs - 1);
    expect(folder.isDue('c1')).toBe(true);
    folder.pass(1);
    expect(folder.isDue('c1')).toBe(false);
  }
});

test('the rest is over with a change that the system tells, with another cursor, and while it is looked through', () => {
  const folder = resting(750);
  folder.lookInVain();
  expect(folder.isDue('c2')).toBe(false);
  folder.over();
  expect(folder.isDue('c1')).toBe(false);
  folder.lookInVain(() => folder.over());
  expect(folder.isDue('c1')).toBe(false);
  folder.lookInVain();
  folder.look();
  expect(folder.isDue('c1')).toBe(false);
});

test('a clock that is set back or forth makes no rest longer than a minute', () => {
  const folder = resting(750);
  folder.lookInVain();
  folder.pass(-3_600_000);
  expect(folder.isDue('c1')).toBe(false);
  folder.lookInVain(() => folder.pass(3_600_000));
  folder.pass(59_999);
  expect(folder.isDue('c1')).toBe(true);
  folder.pass(1);
  expect(folder.isDue('c1')).toBe(false);
});
