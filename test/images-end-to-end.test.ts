import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shapes } from '../scripts/schemas.ts';
import { runCrier } from './support/crier.ts';
import type { FaultPlan as GraphFaultPlan } from './support/graph-lookalike/fault.ts';
import { startLookalikeGraph } from './support/graph-lookalike/lookalike.ts';
import type { FaultPlan as XFaultPlan } from './support/x-lookalike/fault.ts';
import { startLookalikeX } from './support/x-lookalike/lookalike.ts';

const SECRETS = {
  TWITTER_APP_KEY: 'planted-app-key-1',
  TWITTER_APP_SECRET: 'planted-app-secret-2',
  TWITTER_ACCESS_TOKEN: '1001-planted-access-token-3',
  TWITTER_ACCESS_SECRET: 'planted-access-secret-4',
  FACEBOOK_PAGE_ID: '2002',
  FACEBOOK_PAGE_ACCESS_TOKEN: '2002-page-token',
  FACEBOOK_APP_SECRET: 'graph-app-secret',
};
const LINK = 'https://news.example.com/bridge';
const WORDS = 'The council met on Monday and spoke about bridge for three hours.';
const JPEG = await sharp({ create: { width: 64, height: 40, channels: 3, background: '#246' } })
  .jpeg()
  .toBuffer();

interface Options {
  readonly channel?: string;
  readonly faults?: XFaultPlan;
  readonly graphFaults?: GraphFaultPlan;
}

/** A newsroom with one real channel, an image server that the test rules, and a clock that it moves. */
async function aNewsroom({ channel = 'platform: twitter', faults, graphFaults }: Options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'crier-images-'));
  const startedAt = Date.now();
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const x = await startLookalikeX({ now, ...(faults ? { faults } : {}) });
  const graph = await startLookalikeGraph({ now, ...(graphFaults ? { faults: graphFaults } : {}) });
  const image = { status: 200, body: JPEG, asked: 0 };
  const site = createServer((_, response) => {
    image.asked += 1;
    response.writeHead(image.status, { 'content-type': 'text/html' }).end(image.body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => site.once('listening', resolve));
  onTestFinished(async () => {
    await Promise.all([x.close(), graph.close()]);
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { port } = site.address() as AddressInfo;
  mkdirSync(join(folder, 'articles'));
  writeFileSync(
    join(folder, 'newsroom.yaml'),
    `outlet: { id: e2e, name: E2E, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels: [{ id: main, review: none, ${channel} }]
preflight: false
fetch: { allow: ["127.0.0.1:${port}"] }
`,
  );
  const crier = (args: readonly string[], more: Record<string, string> = {}) =>
    runCrier(args, {
      cwd: folder,
      env: {
        ...SECRETS,
        CRIER_CONFIG: join(folder, 'newsroom.yaml'),
        DATABASE_URL: `sqlite:${folder}/data/crier.db`,
        CRIER_TEST_X_PORT: String(x.port),
        CRIER_TEST_GRAPH_PORT: String(graph.port),
        CRIER_TEST_CLOCK: `${startedAt}:${startedAt + aheadMs}:1`,
        ...more,
      },
    });
  return {
    x,
    graph,
    image,
    crier,
    imageUrl: `http://127.0.0.1:${port}/bridge.jpg`,
    file: (fields: object = {}) => {
      const url = `http://127.0.0.1:${port}/bridge.jpg`;
      const story = {
        id: 'bridge',
        url: LINK,
        title: 'About the bridge',
        body: WORDS,
        image: { url, alt: 'The bridge at night' },
        publishedAt: new Date(now() - 60_000).toISOString(),
        ...fields,
      };
      writeFileSync(join(folder, 'articles', 'bridge.json'), JSON.stringify(story));
    },
    /** Passes, each so many seconds after the last. */
    passes: async (...seconds: readonly number[]) => {
      for (const wait of seconds) {
        aheadMs += wait * 1000;
        await crier(['run']);
      }
    },
    post: async () => {
      const listed = await crier(['queue', 'list', '--json']);
      const [post] = shapes.posts.parse(JSON.parse(listed.stdout));
      if (!post) throw new Error('there is no post');
      return post;
    },
  };
}

/** The first so many requests of an endpoint fail so. */
const first =
  (endpoint: string, fault: ReturnType<XFaultPlan>, times = 1): XFaultPlan =>
  (request) =>
    request.endpoint === endpoint && request.n <= times ? fault : undefined;

/** Long enough for a lease to run out, three looks to find nothing and a retry to come. */
const UNTIL_REST = [130, 60, 120, 300];

describe('an article with an image', () => {
  it('becomes one post on X with its picture, and that told what it shows', async () => {
    const room = await aNewsroom();
    room.file();
    expect(await room.crier(['run'])).toMatchObject({ code: 0, stderr: '' });
    const [media] = room.x.media;
    expect(room.x.journal.posts).toMatchObject([
      { text: `${WORDS} ${LINK}`, media: [{ id: media?.id, alt: 'The bridge at night' }] },
    ]);
    expect(media?.bytes.equals(JPEG)).toBe(true);
    const post = await room.post();
    expect(post).toMatchObject({ status: 'published', image: room.imageUrl, alt: 'The bridge at night' });
    expect(post).not.toHaveProperty('note');
    expect(room.x.journal.requests.map(({ endpoint }) => endpoint)).toEqual(['timeline', 'upload', 'alt', 'create']);
  });

  it('that is too large becomes a smaller one of the same kind', async () => {
    const room = await aNewsroom();
    const noise = { width: 2000, height: 1500, channels: 3 } as const;
    room.image.body = await sharp(randomBytes(2000 * 1500 * 3), { raw: noise })
      .png()
      .toBuffer();
    expect(room.image.body.length).toBeGreaterThan(5_000_000);
    room.file();
    await room.crier(['run']);
    const [media] = room.x.media;
    expect(media?.bytes.length).toBeLessThan(5_000_000);
    expect(await sharp(media?.bytes).metadata()).toMatchObject({ format: 'png' });
    expect(room.x.journal.posts).toMatchObject([{ media: [{ id: media?.id }] }]);
  });

  it('becomes one post on Facebook with its photo, and its link in the words', async () => {
    const room = await aNewsroom({ channel: 'platform: facebook, image: attach' });
    room.file();
    expect(await room.crier(['run'])).toMatchObject({ code: 0, stderr: '' });
    expect(room.graph.journal.posts).toMatchObject([
      { text: `About the bridge\n\n${WORDS}\n${LINK}`, media: [{ url: room.imageUrl, alt: 'The bridge at night' }] },
    ]);
    expect(await room.post()).toMatchObject({ status: 'published', alt: 'The bridge at night' });
  });

  it('becomes a card on Facebook where nobody asks for more', async () => {
    const room = await aNewsroom({ channel: 'platform: facebook' });
    room.file();
    await room.crier(['run']);
    expect(room.graph.photos).toEqual([]);
    expect(room.graph.journal.posts).toMatchObject([{ text: WORDS, links: [LINK] }]);
    expect(await room.post()).not.toHaveProperty('image');
  });
});

describe.each([
  ['X', 'platform: twitter', (room: Room) => room.x],
  ['Facebook', 'platform: facebook, image: attach', (room: Room) => room.graph],
] as const)('a picture post on %s', (_name, channel, there) => {
  it.each([
    ['claim', [130, 60]],
    ['prepare', [130, 60]],
    ['arm', UNTIL_REST],
    ['create', [130, 60]],
  ])('is one post with its picture when a pass is killed after %s', async (step, waits) => {
    const room = await aNewsroom({ channel });
    room.file();
    expect((await room.crier(['run'], { CRIER_TEST_KILL_AT: step })).signal).toBe('SIGKILL');
    await room.passes(...waits);
    const { posts } = there(room).journal;
    expect(posts).toMatchObject([{ media: [{ alt: 'The bridge at night' }] }]);
    expect(await room.post()).toMatchObject({ status: 'published', remoteId: posts[0]?.id });
  });

  it('whose answer was lost is found by its link, and not made again', async () => {
    const room = await aNewsroom({
      channel,
      faults: first('create', { type: 'reset', stored: true }),
      graphFaults: ({ endpoint, n }) =>
        endpoint === 'create' && n === 1 ? { type: 'reset', stored: true } : undefined,
    });
    room.file();
    await room.passes(0, 130);
    const { posts } = there(room).journal;
    expect(posts).toHaveLength(1);
    expect(await room.post()).toMatchObject({ status: 'published', remoteId: posts[0]?.id, reason: { type: 'found' } });
  });

  it('that never arrived goes out again word for word, with the picture that lies there already', async () => {
    const room = await aNewsroom({
      channel,
      faults: first('create', { type: 'reset', stored: false }),
      graphFaults: ({ endpoint, n }) =>
        endpoint === 'create' && n === 1 ? { type: 'reset', stored: false } : undefined,
    });
    room.file();
    await room.passes(0, ...UNTIL_REST);
    expect(there(room).journal.posts).toMatchObject([{ media: [{ alt: 'The bridge at night' }] }]);
    expect(room.x.media.length + room.graph.photos.length).toBe(1);
    expect(await room.post()).toMatchObject({ status: 'published' });
  });

  it('is seen when someone made it by hand, before crier makes it again', async () => {
    const room = await aNewsroom({ channel });
    const account = there(room) === room.x ? '1001' : '2002';
    there(room).postByHand(account, `Look at this: ${LINK}`);
    room.file();
    await room.crier(['run']);
    expect(there(room).journal.posts).toHaveLength(1);
    expect(await room.post()).toMatchObject({ status: 'published', reason: { type: 'by-hand' } });
  });
});

describe('an image that fails', () => {
  it.each([
    [404, JPEG, 'without its image: the image answers 404'],
    [200, Buffer.from('<svg/>'), 'without its image: what its address answers is no JPEG, PNG, GIF or WebP image'],
  ])('for good (%i) leaves one post without it, and says why', async (status, body, note) => {
    const room = await aNewsroom();
    Object.assign(room.image, { status, body });
    room.file();
    expect(await room.crier(['run'])).toMatchObject({ code: 0 });
    expect(room.x.journal.posts).toHaveLength(1);
    expect(room.x.journal.posts[0]).not.toHaveProperty('media');
    const post = await room.post();
    expect(post).toMatchObject({ status: 'published', note });
    const shown = await room.crier(['queue', 'show', post.id]);
    expect(shown.stdout).toContain(`(${note})`);
  });

  it('for a while is tried twice more, and the post then goes out without it', async () => {
    const room = await aNewsroom();
    room.image.status = 503;
    room.file();
    await room.passes(0);
    expect(await room.post()).toMatchObject({
      status: 'retrying',
      attempts: 0,
      reason: { type: 'image-unavailable', detail: 'the image answers 503' },
    });
    await room.passes(60, 120);
    expect(room.image.asked).toBe(3);
    expect(await room.post()).toMatchObject({
      status: 'published',
      note: 'without its image: the image answers 503',
    });
  });

  it('for a while holds up no breaking news', async () => {
    const room = await aNewsroom();
    room.image.status = 503;
    room.file({ breaking: true });
    await room.passes(0);
    expect(await room.post()).toMatchObject({ status: 'published', note: expect.stringContaining('503') });
  });

  it('on its way up is uploaded again, and there is one post', async () => {
    const room = await aNewsroom({ faults: first('upload', { type: 'reset', stored: true }) });
    room.file();
    await room.passes(0, 60);
    expect(room.x.media).toHaveLength(2);
    expect(room.x.journal.posts).toMatchObject([{ media: [{ id: room.x.media[1]?.id }] }]);
  });

  it('because its alt text got lost is never posted without it', async () => {
    const room = await aNewsroom({ faults: first('alt', { type: 'status', status: 500, stored: false }, 9) });
    room.file();
    await room.passes(0, 60, 120);
    expect(room.x.journal.posts).toHaveLength(1);
    expect(room.x.journal.posts[0]).not.toHaveProperty('media');
    expect(await room.post()).toMatchObject({ note: expect.stringContaining('alt text') });
  });

  it('with the post that carries it lets the post go without', async () => {
    const refused = { type: 'status', status: 400, stored: false, detail: 'Your media IDs are invalid.' } as const;
    const room = await aNewsroom({ faults: first('create', refused) });
    room.file();
    await room.passes(0);
    expect(room.x.journal.posts).toHaveLength(1);
    expect(room.x.journal.posts[0]).not.toHaveProperty('media');
    expect(await room.post()).toMatchObject({ status: 'published', note: expect.stringContaining('refused') });
  });

  it('at Facebook leaves one post with its card, and says why', async () => {
    const room = await aNewsroom({ channel: 'platform: facebook, image: attach' });
    room.file({ image: { url: `${room.imageUrl}.txt`, alt: 'No image' } });
    await room.passes(0);
    expect(room.graph.journal.posts).toMatchObject([{ text: `About the bridge\n\n${WORDS}`, links: [LINK] }]);
    expect(await room.post()).toMatchObject({ note: expect.stringContaining('Facebook did not take the image') });
  });

  it.each([
    ['a used up window', { type: 'limited' }, 'limited'],
    ['a dead token', { type: 'dead-token' }, 'unauthorized'],
  ] as const)('by %s closes the gate, and costs the post nothing', async (_what, fault, reason) => {
    const room = await aNewsroom({ faults: first('upload', fault) });
    room.file();
    await room.passes(0);
    expect(await room.post()).toMatchObject({ status: 'retrying', attempts: 0, reason: { type: reason } });
    expect(room.x.journal.posts).toEqual([]);
    await room.crier(['resume', '--channel', 'main', '--by', 'Ada']);
    await room.passes(1000);
    expect(room.x.journal.posts).toMatchObject([{ media: [{}] }]);
  });
});

describe('an image without alt text', () => {
  const withoutAlt = (room: Room) => room.file({ image: { url: room.imageUrl } });

  it('is left out, and the post says so', async () => {
    const room = await aNewsroom();
    withoutAlt(room);
    await room.passes(0);
    expect(room.x.media).toEqual([]);
    expect(await room.post()).toMatchObject({
      status: 'published',
      note: 'without its image: it has no alt text',
    });
  });

  it('waits for an editor where the channel asks, who says what it shows', async () => {
    const room = await aNewsroom({ channel: 'platform: twitter, withoutAlt: ask' });
    withoutAlt(room);
    await room.passes(0);
    const { id, ...waiting } = await room.post();
    expect(waiting).toMatchObject({ status: 'pending_review', reason: { type: 'review-alt' }, image: room.imageUrl });
    expect(room.x.journal.posts).toEqual([]);
    await room.crier(['queue', 'edit', id, '--alt', 'A bridge', '--by', 'Ada']);
    await room.crier(['queue', 'approve', id, '--by', 'Ada']);
    await room.passes(1);
    expect(room.x.journal.posts).toMatchObject([{ media: [{ alt: 'A bridge' }] }]);
  });

  it('goes without where the editor leaves it out', async () => {
    const room = await aNewsroom({ channel: 'platform: twitter, withoutAlt: ask' });
    withoutAlt(room);
    await room.passes(0);
    const { id, contentHash } = await room.post();
    await room.crier(['queue', 'edit', id, '--no-image', '--by', 'Ada']);
    expect((await room.crier(['queue', 'approve', `${id}:${contentHash}`, '--by', 'Ada'])).code).toBe(3);
    await room.crier(['queue', 'approve', id, '--by', 'Ada']);
    await room.passes(1);
    expect(room.x.journal.posts).toHaveLength(1);
    expect(room.x.media).toEqual([]);
    expect(await room.post()).toMatchObject({ note: 'without its image: an editor left it out' });
  });
});

type Room = Awaited<ReturnType<typeof aNewsroom>>;
