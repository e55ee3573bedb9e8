import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { shapes } from '../scripts/schemas.ts';
import { runCrier, spawnCrier } from './support/crier.ts';
import { X_KEYS } from './support/keys.ts';
import { ending } from './support/node.ts';
import { startLookalikeX } from './support/x-lookalike/lookalike.ts';

const SECRET = 'a-secret-for-the-tests';
const KEYS = { ...X_KEYS, PUSH_CMS_SECRET: SECRET };
/** Two cores are shared by all tests: what takes a moment alone may take seconds among them. */
const PATIENCE = { timeout: 25_000, interval: 100 };

/** A newsroom that is pushed its stories, with one real channel on the look-alike of X. */
async function aNewsroom() {
  const folder = mkdtempSync(join(tmpdir(), 'crier-push-'));
  const startedAt = Date.now();
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const x = await startLookalikeX({ now, limits: { create: 1000 } });
  onTestFinished(async () => {
    await x.close();
    rmSync(folder, { recursive: true, force: true });
  });
  mkdirSync(join(folder, 'articles'));
  writeFileSync(
    join(folder, 'newsroom.yaml'),
    `outlet: { id: e2e, name: E2E, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: cms, type: push, link: "https://news.example.com/{id}" }]
channels: [{ id: x, platform: twitter, review: none, maxPerHour: 1000 }]
preflight: false
delivery: { firstRetry: 1s, confirmAfter: 1s }
listen: { desk: "127.0.0.1:0", feeds: "127.0.0.1:0", push: "127.0.0.1:0" }
`,
  );
  const env = (more: Record<string, string> = {}) => ({
    ...KEYS,
    CRIER_CONFIG: join(folder, 'newsroom.yaml'),
    DATABASE_URL: `sqlite:${folder}/data/crier.db`,
    CRIER_TEST_X_PORT: String(x.port),
    CRIER_TEST_CLOCK: `${startedAt}:${startedAt + aheadMs}:1`,
    ...more,
  });
  const crier = (...args: readonly string[]) => runCrier(args, { cwd: folder, env: env() });
  return {
    x,
    crier,
    now,
    advance: (seconds: number) => {
      aheadMs += seconds * 1000;
    },
    live: () => x.liveByLink()['1001'] ?? {},
    posts: async () => shapes.posts.parse(JSON.parse((await crier('queue', 'list', '--json')).stdout)),
    serve: (role: string, more: Record<string, string> = {}) => {
      const child = spawnCrier(['serve', '--json', '--role', role], { cwd: folder, env: env(more) });
      const ended = ending(child);
      onTestFinished(async () => {
        child.kill('SIGKILL');
        await ended;
      });
      const address = Promise.withResolvers<string>();
      address.promise.catch(() => {});
      let said = '';
      child.stdout?.on('data', (chunk) => {
        said += chunk;
        if (said.includes('\n')) address.resolve(shapes.serve.parse(JSON.parse(said)).push ?? '');
      });
      void ended.then(({ stderr }) => address.reject(new Error(`it ended: ${stderr}`)));
      const send = async (method: string, path: string, body: string | undefined, covered: string) => {
        const timestamp = String(Math.floor(now() / 1000));
        const signature = createHmac('sha256', SECRET).update(`${timestamp}.${covered}`).digest('hex');
        return fetch(`${await address.promise}/api/articles${path}`, {
          method,
          headers: { 'X-Crier-Timestamp': timestamp, 'X-Crier-Signature': `sha256=${signature}` },
          ...(body === undefined ? {} : { body }),
        });
      };
      return {
        ended,
        address: address.promise,
        /** What the answer says was understood. */
        understood: async (story: object) => {
          const body = JSON.stringify({ publishedAt: new Date(now() - 60_000).toISOString(), ...story });
          return shapes.push.parse(await (await send('POST', '', body, body)).json()).understood;
        },
        /** The status of the answer, or undefined where there was none. */
        push: async (id: string, fields: object = {}) => {
          const body = JSON.stringify({
            id,
            title: `About ${id}`,
            body: `The council met on Monday and spoke about ${id} for three hours.`,
            publishedAt: new Date(now() - 60_000).toISOString(),
            ...fields,
          });
          return send('POST', '', body, body).then(
            ({ status }) => status,
            () => undefined,
          );
        },
        remove: async (id: string) => (await send('DELETE', `/${id}`, undefined, id)).status,
        stop: async () => {
          await address.promise;
          child.kill('SIGTERM');
          return ended;
        },
      };
    },
  };
}

const once = (...ids: readonly string[]) => Object.fromEntries(ids.map((id) => [`https://news.example.com/${id}`, 1]));

describe('a pushed story', () => {
  it('goes out, once however often it is sent, and a deletion takes it back', async () => {
    const room = await aNewsroom();
    const server = room.serve('all');
    const updatedAt = new Date(room.now()).toISOString();
    expect(await server.push('bridge', { updatedAt })).toBe(202);
    expect(await server.push('bridge', { updatedAt })).toBe(202);
    await vi.waitFor(() => expect(room.live()).toEqual(once('bridge')), PATIENCE);
    expect(await server.push('bridge', { updatedAt })).toBe(202);
    expect(await server.remove('bridge')).toBe(202);
    await vi.waitFor(() => expect(room.live()).toEqual({}), PATIENCE);
    const ran = await server.stop();
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain(`push ${await server.address}\n`);
    expect(room.x.everByLink()['1001']).toEqual(once('bridge'));
  });

  it('is taken in by whoever does the passes', async () => {
    const room = await aNewsroom();
    const desk = room.serve('desk');
    expect(await desk.push('bridge')).toBe(202);
    expect((await room.crier('run')).code).toBe(0);
    expect(room.live()).toEqual(once('bridge'));
    room.serve('worker');
    expect(await desk.push('ferry')).toBe(202);
    await vi.waitFor(() => expect(room.live()).toEqual(once('bridge', 'ferry')), PATIENCE);
  });

  it('is in the language it is written in where it names none', async () => {
    const desk = (await aNewsroom()).serve('desk');
    const body = 'Міст через гавань знову відкрили в понеділок, і першими його перейшли діти з місцевої школи.';
    expect(await desk.understood({ id: 'bridge', title: 'Міст', body })).toMatchObject({ language: 'uk' });
    expect(await desk.understood({ id: 'ferry', title: 'Міст', body, language: 'ru' })).toMatchObject({
      language: 'ru',
    });
  });

  it('may be sent in chunks, and is cut off where there are too many', async () => {
    const room = await aNewsroom();
    const address = await room.serve('desk').address;
    const chunked = (text: string) => new Blob([text]).stream();
    const send = async (body: string) => {
      const timestamp = String(Math.floor(room.now() / 1000));
      const signature = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
      const headers = { 'X-Crier-Timestamp': timestamp, 'X-Crier-Signature': `sha256=${signature}` };
      return (await fetch(`${address}/api/articles`, { method: 'POST', headers, body: chunked(body), duplex: 'half' }))
        .status;
    };
    const story = { id: 'bridge', title: 'Bridge opens', body: 'It is open.', publishedAt: '2026-01-01T00:00:00Z' };
    expect(await send(JSON.stringify(story))).toBe(202);
    expect(await send(JSON.stringify({ ...story, body: 'x'.repeat(1_100_000) }))).toBe(413);
  });

  it('is not pushed to a worker, which listens nowhere', async () => {
    const room = await aNewsroom();
    expect(await room.serve('worker').address).toBe('');
  });
});

describe('a daemon that is killed', () => {
  // The first reading, before anything came, is the first ingest.
  it.each(['receive', 'ingest:2', 'claim', 'prepare', 'arm', 'create', 'record'])(
    'after %s has lost nothing that it answered 202, and the sender may send it again',
    async (step) => {
      const room = await aNewsroom();
      const killed = room.serve('all', { CRIER_TEST_KILL_AT: step });
      const answer = await killed.push('bridge');
      expect((await killed.ended).signal).toBe('SIGKILL');
      // Only a kill between the store and the answer leaves the sender without one.
      expect(answer).toBe(step === 'receive' ? undefined : 202);
      room.advance(130);
      const next = room.serve('all');
      await vi.waitFor(async () => {
        expect(await room.posts()).toMatchObject([{ status: 'published', remoteId: room.x.journal.posts[0]?.id }]);
      }, PATIENCE);
      expect(await next.push('bridge')).toBe(202);
      expect(await next.push('ferry')).toBe(202);
      await vi.waitFor(() => expect(room.live()).toEqual(once('bridge', 'ferry')), PATIENCE);
      expect((await next.stop()).code).toBe(0);
      expect(room.x.everByLink()['1001']).toEqual(once('bridge', 'ferry'));
    },
  );

  it('at any moment of many pushes has lost none that it answered', async () => {
    const room = await aNewsroom();
    const answered: string[] = [];
    for (const seed of ['one', 'two', 'three']) {
      const server = room.serve('all', { CRIER_TEST_KILL_RANDOM: `0.03:${seed}` });
      const pushing = Array.from({ length: 40 }, async (_, n) => {
        const id = `${seed}-${n}`;
        if ((await server.push(id).catch(() => undefined)) === 202) answered.push(id);
      });
      await Promise.all(pushing);
      // It dies by chance, or brings all out that it answered.
      const isOut = vi.waitFor(() => expect(room.live()).toMatchObject(once(...answered)), PATIENCE);
      await Promise.race([server.ended, isOut.catch(() => {})]);
      await server.stop().catch(() => undefined);
      room.advance(130);
    }
    expect(answered.length).toBeGreaterThan(0);
    const last = room.serve('worker');
    await vi.waitFor(() => {
      expect(room.live()).toMatchObject(once(...answered));
    }, PATIENCE);
    expect((await last.stop()).code).toBe(0);
    expect(Object.values(room.x.everByLink()['1001'] ?? {}).every((count) => count === 1)).toBe(true);
  }, 90_000);
});
