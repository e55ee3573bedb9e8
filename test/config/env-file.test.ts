import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withValues, writeEnvFile } from '../../src/config/env-file.ts';
import { project } from './project.ts';

const OURS = { CITY_PAGE_ID: '104', CITY_PAGE_ACCESS_TOKEN: 'EAAtoken', CITY_APP_SECRET: 'a0b1' };
const WRITTEN = "CITY_PAGE_ID='104'\nCITY_PAGE_ACCESS_TOKEN='EAAtoken'\nCITY_APP_SECRET='a0b1'\n";

test('values come after all else, each in a line of its own', () => {
  expect(withValues('', OURS)).toBe(WRITTEN);
  expect(withValues('# ours\nLOG_LEVEL=info', OURS)).toBe(`# ours\nLOG_LEVEL=info\n${WRITTEN}`);
  expect(withValues('A=1\r\n', { B: '2' })).toBe("A=1\r\nB='2'\r\n");
});

test('a line that is there is replaced where it stands; comments and longer names are left', () => {
  const text = [
    '\uFEFF# CITY_APP_SECRET=commented out',
    '  export CITY_APP_SECRET = "old" # from May',
    'OTHER_CITY_APP_SECRET=1',
    'CITY_APP_SECRET_2=2',
    'CITY_APP_SECRET=',
    'NAME=Їжак',
  ].join('\n');
  expect(withValues(text, { CITY_APP_SECRET: 'new' })).toBe(
    [
      '\uFEFF# CITY_APP_SECRET=commented out',
      "  export CITY_APP_SECRET='new'",
      'OTHER_CITY_APP_SECRET=1',
      'CITY_APP_SECRET_2=2',
      "CITY_APP_SECRET='new'",
      'NAME=Їжак',
    ].join('\n'),
  );
});

test('what is written twice stays the same', () => {
  const once = withValues('A=1\n', OURS) ?? '';
  expect(withValues(once, OURS)).toBe(once);
});

test('a quote that is left open is not closed by ours', () => {
  const text = "A='open\nB=1\n";
  const written = withValues(text, { C: 'x' }) ?? '';
  expect(parse(written)).toEqual({ ...parse(text), C: 'x' });
});

test('a value that no quotes hold is not written', () => {
  expect(withValues('', { A: `'"\`#` })).toBeUndefined();
});

// What people and tools write, and what only looks like it.
const LINE = fc.oneof(
  fc.constantFrom(
    '',
    '# a comment',
    '   ',
    'not a line of it',
    "it's",
    '=',
    'export',
    'A="b # c" # d',
    "B='x y'",
    'C=`z`',
  ),
  fc
    .tuple(
      fc.constantFrom('', 'export ', '  '),
      fc.constantFrom('LOG_LEVEL', 'DATABASE_URL', 'CITY_NAME', 'CITY_PAGE_ID2', ...Object.keys(OURS)),
      fc.constantFrom('=', ' = ', ': '),
      fc.constantFrom('', 'x', '"q w"', "'e # r'", 'sqlite:data/crier.db # here', '$1$&', 'ї'),
    )
    .map((parts) => parts.join('')),
);
const FILE = fc
  .tuple(fc.array(LINE), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, ends]) => lines.join(end) + (ends && lines.length > 0 ? end : ''));
const isOurs = (line: string) =>
  /^\s*(?:export\s+)?CITY_(?:PAGE_ID|PAGE_ACCESS_TOKEN|APP_SECRET)\s*(?:=|: )/.test(line);

test('dotenv reads back every token and all that was there, and no other line changes a byte', () => {
  const token = fc.stringMatching(/^[\w|.~+/=$&%!-]{1,40}$/);
  fc.assert(
    fc.property(FILE, token, token, (text, pageToken, secret) => {
      const values = { CITY_PAGE_ID: '104', CITY_PAGE_ACCESS_TOKEN: pageToken, CITY_APP_SECRET: secret };
      const written = withValues(text, values) ?? 'nothing';
      expect(parse(written)).toEqual({ ...parse(text), ...values });
      const others = (all: string) => all.split(/(?<=\n)/).filter((line) => line !== '' && !isOurs(line));
      const [before, after] = [others(text), others(written)];
      const last = before.at(-1);
      // Only a last line without an end is given one.
      if (last !== undefined && !last.endsWith('\n') && after.at(-1) !== last) {
        before[before.length - 1] = `${last}${text.includes('\r\n') ? '\r\n' : '\n'}`;
      }
      expect(after).toEqual(before);
    }),
  );
});

test('whatever a file and a value hold, what is written reads back, or nothing is', () => {
  const wild = fc.string({
    unit: fc.constantFrom('A', '=', '\n', '\r', "'", '"', '`', '#', '\\', ' ', 'n', '\u2028', 'ї'),
  });
  fc.assert(
    fc.property(wild, wild, (text, value) => {
      const written = withValues(text, { A: value });
      if (written !== undefined) expect(parse(written)).toEqual({ ...parse(text), A: value });
    }),
    { numRuns: 1000 },
  );
});

const modeOf = (path: string) => statSync(path).mode & 0o777;

test('a file that is made is its owner’s alone, and nothing stays beside it', () => {
  const root = project({});
  expect(writeEnvFile(join(root, '.env'), OURS)).toBeUndefined();
  expect(readFileSync(join(root, '.env'), 'utf8')).toBe(WRITTEN);
  expect(modeOf(join(root, '.env'))).toBe(0o600);
  expect(readdirSync(root)).toEqual(['.env']);
});

test('a group that reads the file goes on reading it, others never do', () => {
  const root = project({ '.env': 'A=1\n' });
  chmodSync(join(root, '.env'), 0o664);
  expect(writeEnvFile(join(root, '.env'), OURS)).toBeUndefined();
  expect(modeOf(join(root, '.env'))).toBe(0o640);
});

test('a link stays one, and the file behind it is written', () => {
  const root = project({ 'etc/env': 'A=1\n' });
  symlinkSync('etc/env', join(root, '.env'));
  expect(writeEnvFile(join(root, '.env'), { B: '2' })).toBeUndefined();
  expect(realpathSync(join(root, '.env'))).toBe(realpathSync(join(root, 'etc/env')));
  expect(readFileSync(join(root, 'etc/env'), 'utf8')).toBe("A=1\nB='2'\n");
});

test('what cannot be written is said, and changes nothing', () => {
  const root = project({ '.env': Buffer.from([0x41, 0x3d, 0xff, 0x0a]), 'other/.env': 'A=1\n' });
  const other = join(root, 'other/.env');
  expect(writeEnvFile(join(root, '.env'), OURS)).toBe('expected text in UTF-8');
  expect(readFileSync(join(root, '.env'))).toEqual(Buffer.from([0x41, 0x3d, 0xff, 0x0a]));
  expect(writeEnvFile(join(root, 'none/.env'), OURS)).toContain('ENOENT');
  mkdirSync(join(root, 'folder/.env'), { recursive: true });
  expect(writeEnvFile(join(root, 'folder/.env'), OURS)).toContain('EISDIR');
  writeFileSync(`${other}.new`, 'half');
  expect(writeEnvFile(other, OURS)).toContain('.env.new');
  expect(readFileSync(other, 'utf8')).toBe('A=1\n');
  expect(readFileSync(`${other}.new`, 'utf8')).toBe('half');
  expect(readdirSync(root).toSorted()).toEqual(['.env', 'folder', 'other']);
});
