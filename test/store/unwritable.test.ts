import { describe, expect, it } from 'vitest';
import { whyNotWritten, whyRefused } from '../../src/store/unwritable.ts';

const system = (code: string) => Object.assign(new Error(code), { code, syscall: 'open' });
const sqlite = (errcode: number) => Object.assign(new Error('as SQLite says'), { code: 'ERR_SQLITE_ERROR', errcode });

describe('what is said of a file that cannot be written', () => {
  it.each([
    [system('ENOSPC'), 'make room (ENOSPC)'],
    [system('EACCES'), 'check who owns the folder (EACCES)'],
    [system('EROFS'), 'check who owns the folder (EROFS)'],
    [system('ENOENT'), 'its folder is not there; make it, or check the path (ENOENT)'],
    [system('EISDIR'), 'b.db cannot be written (EISDIR)'],
    [sqlite(13), 'make room (as SQLite says)'],
    [sqlite(778), 'look whether it is full or failing (as SQLite says)'],
  ])('helps on: %o', (error, advice) => {
    expect(whyNotWritten(error, 'b.db')).toContain(advice);
  });

  it('is nothing where the database could not be read, is locked or damaged, or where it is a bug', () => {
    for (const error of [sqlite(266), sqlite(5), sqlite(11), new Error('bug'), 'bug']) {
      expect(whyNotWritten(error, 'b.db')).toBeUndefined();
    }
    expect(whyRefused(sqlite(13), 'b.db')).toBeUndefined();
  });
});
