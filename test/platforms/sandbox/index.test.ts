import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandboxPlatform } from '../../../src/platforms/sandbox/index.ts';
import { armed, holdsTheContract, START } from '../contract.ts';

const signal = new AbortController().signal;
const LINK = 'https://example.com/flood';
let directory: string;
let at = START;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crier-sandbox-'));
  at = START;
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const open = (account = 'gazette', within = directory) =>
  sandboxPlatform({ account, directory: within, render: (words, link) => `${words} ${link}`, now: () => at });

async function publish(words: string, platform = open()): Promise<string> {
  const outcome = await platform.publish(armed(words, LINK), signal);
  if (outcome.type !== 'published') throw new Error(JSON.stringify(outcome));
  return outcome.remoteId;
}

async function shown(platform = open()): Promise<readonly string[]> {
  const result = await platform.recent({ atMost: 100 }, signal);
  if (result.type !== 'read') throw new Error(JSON.stringify(result));
  return result.posts.map((post) => post.text.replace(` ${LINK}`, ''));
}

const file = () => join(directory, 'gazette.jsonl');

describe('the sandbox', () => {
  holdsTheContract(async () => ({
    platform: open(),
    pass: (ms) => {
      at = at.add({ milliseconds: ms });
    },
  }));

  test('writes one line of JSON a post', async () => {
    const remoteId = await publish('Flood');
    const lines = (await readFile(file(), 'utf8')).split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      remoteId,
      text: `Flood ${LINK}`,
      link: LINK,
      createdAt: '2026-11-23T10:00:00Z',
    });
  });

  test('writes down the picture a post carries, and what it shows', async () => {
    await publish('Plain');
    const image = { url: 'https://example.com/flood.jpg', alt: 'The river' };
    const post = { ...armed('Flood', LINK), image };
    const prepared = await open().prepare?.(post, signal);
    expect(prepared).toEqual({ type: 'ready', media: { id: image.url, ...image } });
    const sending = { text: 'Flood', link: LINK, sentAt: START, deadline: START, clockAheadMs: 0 };
    await open().publish({ ...post, sending: { ...sending, media: { id: image.url, ...image } } }, signal);
    const [plain, flood] = (await readFile(file(), 'utf8')).split('\n').map((line) => line && JSON.parse(line));
    expect(flood).toMatchObject({ text: `Flood ${LINK}`, image: image.url, alt: 'The river' });
    expect(plain).not.toHaveProperty('image');
    expect(await shown()).toEqual(['Flood', 'Plain']);
  });

  test('makes its directory, and is seen by another process that opens it', async () => {
    const deep = join(directory, 'not', 'yet');
    await publish('Flood', open('gazette', deep));
    expect(await shown(open('gazette', deep))).toEqual(['Flood']);
  });

  test('ids keep the order of publishing within a millisecond and where the clock goes back', async () => {
    const ids = [await publish('One'), await publish('Two'), await publish('Three')];
    at = START.subtract({ hours: 1 });
    ids.push(await publish('Four'));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids.map((id) => id.length))).toEqual(new Set([19]));
    expect(await shown()).toEqual(['Four', 'Three', 'Two', 'One']);
  });

  test('a line torn by a crash is no post, and spoils none after it', async () => {
    await publish('One');
    await appendFile(file(), '{"remoteId":"9999999999999999999","te');
    expect(await shown()).toEqual(['One']);
    await publish('Two');
    expect(await shown()).toEqual(['Two', 'One']);
  });

  test('a post torn from nothing but its line end is a post, before and after the next', async () => {
    await publish('One');
    await writeFile(file(), (await readFile(file(), 'utf8')).trimEnd());
    expect(await shown()).toEqual(['One']);
    await publish('Two');
    expect(await shown()).toEqual(['Two', 'One']);
  });

  test('lines that are not ours are passed over', async () => {
    await writeFile(file(), 'hello\n[]\nnull\n{"remoteId":"1","text":"short id"}\n');
    expect(await shown()).toEqual([]);
    await publish('One');
    expect(await shown()).toEqual(['One']);
  });

  test('of a long file the end is read, and absence proved only as far as that goes', async () => {
    const first = await publish('First');
    const filler = {
      remoteId: '1763892000001000000',
      text: 'x'.repeat(2 ** 20),
      link: LINK,
      createdAt: START.toString(),
    };
    await appendFile(file(), `${JSON.stringify(filler)}\n`);
    at = at.add({ seconds: 1 });
    const second = await publish('Second');
    at = at.add({ seconds: 1 });
    await publish('Third');
    const platform = open();
    expect(await platform.recent({ since: first, atMost: 100 }, signal)).toMatchObject({
      posts: [{}, {}],
      complete: false,
    });
    expect(await platform.recent({ since: second, atMost: 100 }, signal)).toMatchObject({
      posts: [{}],
      complete: true,
    });
  });

  test('accounts never share a file nor leave the directory', async () => {
    const accounts = ['gazette', 'Gazette', '../gazette', 'a/b', 'a%2fb', '..', 'ü', 'x:1'];
    for (const account of accounts) await publish(account, open(account));
    for (const account of accounts) expect(await shown(open(account))).toEqual([account]);
    const files = await readdir(directory);
    expect(new Set(files.map((name) => name.toLowerCase())).size).toBe(accounts.length);
  });

  test('a directory that cannot be used is an answer, not a crash', async () => {
    await writeFile(join(directory, 'blocked'), '');
    const platform = open('gazette', join(directory, 'blocked'));
    expect(await platform.publish(armed('Flood', LINK), signal)).toMatchObject({ type: 'unavailable' });
    expect(await platform.recent({ atMost: 1 }, signal)).toMatchObject({ type: 'unknown' });
    expect(await platform.retract('1', signal)).toMatchObject({ type: 'unavailable' });
    await mkdir(file());
    expect(await open().publish(armed('Flood', LINK), signal)).toMatchObject({ type: 'unavailable' });
  });

  test.skipIf(process.platform !== 'linux')('a disk that takes nothing more leaves the post unconfirmed', async () => {
    await symlink('/dev/full', file());
    const outcome = await open().publish(armed('Flood', LINK), signal);
    expect(outcome).toMatchObject({ type: 'unconfirmed', detail: expect.stringContaining('ENOSPC') });
  });
});
