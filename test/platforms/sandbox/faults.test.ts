import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { liftPause, standingPauses } from '../../../src/pipeline/resume.ts';
import { plantFault, SANDBOX_FAULTS, type SandboxFault } from '../../../src/platforms/sandbox/faults.ts';
import { sandboxPlatform } from '../../../src/platforms/sandbox/index.ts';
import { aChannel, aNewsroom, plainFormat, type TestRoom } from '../../support/newsroom.ts';
import { anArticle } from '../../support/posts.ts';
import { armed, START } from '../contract.ts';

const ACCOUNT = 'sandbox:twitter:X';
const signal = new AbortController().signal;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crier-faults-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const open = (account = ACCOUNT) =>
  sandboxPlatform({ account, directory, render: plainFormat.render, now: () => START });
const publish = (words: string, account = ACCOUNT) =>
  open(account).publish(armed(words, `https://example.com/${words.toLowerCase()}`), signal);
const plant = (fault: SandboxFault) => plantFault(directory, ACCOUNT, fault);
const faultFiles = async () => (await readdir(directory)).filter((name) => !name.endsWith('.jsonl'));

async function shown(account = ACCOUNT): Promise<readonly string[]> {
  const result = await open(account).recent({ atMost: 100 }, signal);
  return result.type === 'read' ? result.posts.map(({ text }) => text.split(' ')[0] ?? '') : [result.type];
}

describe('a fault planted in the sandbox', () => {
  test.each([
    ['lost-answer', { type: 'unconfirmed' }, ['Flood']],
    ['lost-request', { type: 'unconfirmed' }, []],
    ['rate-limit', { type: 'rate-limited', scope: 'account' }, []],
    ['dead-token', { type: 'unauthorized', detail: expect.stringContaining('resume') }, []],
    ['no-credits', { type: 'no-credits', detail: expect.stringContaining('no credits left') }, []],
  ] as const)('%s is what the next create meets, and only that one', async (fault, answer, live) => {
    await plant(fault);
    expect(await publish('Flood')).toMatchObject(answer);
    expect(await shown()).toEqual(live);
    expect(await publish('Fire')).toMatchObject({ type: 'published' });
    expect(await faultFiles()).toEqual([]);
  });

  test('a rate limit names a time half a minute ahead', async () => {
    await plant('rate-limit');
    const outcome = await publish('Flood');
    expect(outcome.type === 'rate-limited' && outcome.retryAt.toString()).toBe('2026-11-23T10:00:30Z');
  });

  test('meets its own account and no other', async () => {
    await plant('dead-token');
    expect(await publish('Flood', 'other')).toMatchObject({ type: 'published' });
    expect(await publish('Flood')).toMatchObject({ type: 'unauthorized' });
  });

  test('takes the place of the one before it, in a directory that need not be there yet', async () => {
    directory = join(directory, 'not', 'yet');
    await plant('rate-limit');
    await plant('no-credits');
    expect(await publish('Flood')).toMatchObject({ type: 'no-credits' });
    expect(await publish('Fire')).toMatchObject({ type: 'published' });
  });

  test('meets exactly one of many creates that come at once', async () => {
    await plant('dead-token');
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, place) => publish(`Story${place}`)));
    expect(outcomes.filter(({ type }) => type === 'unauthorized')).toHaveLength(1);
    expect(await shown()).toHaveLength(19);
  });

  test('waits for a create that is really made', async () => {
    await plant('dead-token');
    await open().publish(armed('Stopped', 'https://example.com/stopped'), AbortSignal.abort());
    expect(await publish('Flood')).toMatchObject({ type: 'unauthorized' });
  });

  test('that nobody knows, or that is no file, is removed and does nothing', async () => {
    const path = join(directory, 'sandbox%3atwitter%3a%58.fault');
    await plant('dead-token');
    expect(await faultFiles()).toEqual(['sandbox%3atwitter%3a%58.fault']);
    await writeFile(path, 'earthquake');
    expect(await publish('Flood')).toMatchObject({ type: 'published' });
    await rm(path, { force: true });
    await mkdir(path);
    expect(await publish('Fire')).toMatchObject({ type: 'published' });
    expect(await faultFiles()).toEqual([]);
  });

  test('has words for a button and for who wonders what it does', () => {
    for (const { id, label, explains } of SANDBOX_FAULTS) {
      expect(id).toMatch(/^[a-z-]+$/);
      expect(label).toMatch(/^[A-Z]/);
      expect(explains).toMatch(/[.]$/);
    }
  });
});

/** A newsroom with one fresh story, whose channel posts to the sandbox. */
async function aRoom(): Promise<TestRoom> {
  const room = await aNewsroom({
    channels: [aChannel({ account: ACCOUNT, sandbox: true })],
    articles: [anArticle()],
  });
  const platform = sandboxPlatform({ account: ACCOUNT, directory, render: plainFormat.render, now: room.now });
  room.platformOf = async () => platform;
  return room;
}

describe('crier settles', () => {
  let room: TestRoom;
  beforeEach(async () => {
    room = await aRoom();
  });

  /** Passes every second, as a worker would, and tells each state the post was in, in order. */
  async function watch(seconds: number): Promise<readonly string[]> {
    const seen: string[] = [];
    for (let second = 0; second < seconds; second += 1) {
      await room.pass();
      const { state } = await room.post();
      if (seen.at(-1) !== state) seen.push(state);
      room.advance(1000);
    }
    return seen;
  }

  test('a lost answer: it looks, finds the post and sends nothing again', async () => {
    await plant('lost-answer');
    expect(await watch(120)).toEqual(['unconfirmed', 'published']);
    expect((await room.post()).reason).toEqual({ type: 'found' });
    expect(await shown()).toHaveLength(1);
  });

  test('a lost request: it looks three times, then sends it again', async () => {
    await plant('lost-request');
    expect(await watch(600)).toEqual(['unconfirmed', 'published']);
    expect((await room.store.events((await room.post()).id)).map(({ type }) => type)).toContain('surely-absent');
    expect(await shown()).toHaveLength(1);
  });

  test('a rate limit: it waits until the account may post again', async () => {
    await plant('rate-limit');
    expect(await watch(29)).toEqual(['retrying']);
    expect(await shown()).toEqual([]);
    expect(await watch(5)).toEqual(['retrying', 'published']);
    expect(await room.post()).toMatchObject({ attempts: 1 });
    expect(await shown()).toHaveLength(1);
  });

  test.each(['dead-token', 'no-credits'] as const)(
    '%s: it goes on when a person resumes the account',
    async (fault) => {
      await plant(fault);
      expect(await watch(120)).toEqual(['retrying']);
      expect(await shown()).toEqual([]);
      const [pause] = await standingPauses(room);
      expect(pause).toMatchObject({ scope: `account:${ACCOUNT}`, by: 'crier' });
      expect(room.tally.alerts).toHaveLength(1);
      await liftPause(room, `account:${ACCOUNT}`, 'Ada');
      expect(await watch(5)).toEqual(['published']);
      expect(await shown()).toHaveLength(1);
    },
  );

  test('missing credits: it tries again after an hour by itself', async () => {
    await plant('no-credits');
    expect(await watch(60)).toEqual(['retrying']);
    room.advance(3_600_000);
    expect(await watch(5)).toEqual(['published']);
  });
});
