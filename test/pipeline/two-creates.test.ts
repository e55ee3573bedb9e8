import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PublishOutcome } from '../../src/domain/ports.ts';
import { REASONS } from '../../src/domain/reason.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/time.ts';
import { review } from '../../src/pipeline/review.ts';
import { pull } from '../../src/pipeline/withdraw.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';

type Answer = PublishOutcome | 'lost' | 'never-came' | 'late';
type Act = (room: TestRoom) => unknown;

const answers = fc.constantFrom<Answer>(
  'lost',
  'never-came',
  { type: 'unavailable', detail: 'refused connection' },
  { type: 'refused', detail: 'duplicate', duplicate: true },
  { type: 'unauthorized', detail: 'dead token' },
  { type: 'rate-limited', retryAt: Temporal.Instant.from('2026-05-01T09:40Z'), scope: 'account', detail: '429' },
);

const ids = ['a1', 'b2'] as const;
const anyId = fc.constantFrom(...ids);
const somePost = async (room: TestRoom, id: string) =>
  (await room.posts()).find(({ article }) => article.id === id)?.id ?? '';
const change =
  (id: string, fields: object): Act =>
  (room) => {
    room.articles = (room.articles ?? []).map((article) => (article.id === id ? { ...article, ...fields } : article));
  };

const acts = (scripted: fc.Arbitrary<Answer>): fc.Arbitrary<Act> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Act>((room) => room.pass()) },
    { weight: 2, arbitrary: fc.constant<Act>((room) => Promise.all([room.pass(), room.pass()])) },
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 900 }).map<Act>((s) => (room) => room.advance(s * SECOND_MS)) },
    { weight: 5, arbitrary: scripted.map<Act>((answer) => (room) => room.stage.script.push(answer)) },
    {
      weight: 1,
      arbitrary: fc.tuple(anyId, fc.string()).map<Act>(([id, tail]) => change(id, { body: `News. ${tail}` })),
    },
    { weight: 1, arbitrary: anyId.map<Act>((id) => change(id, { status: 'canceled' })) },
    { weight: 1, arbitrary: anyId.map<Act>((id) => change(id, { status: 'usable' })) },
    { weight: 1, arbitrary: anyId.map<Act>((id) => (room) => pull(room, { source: 'desk', id }, 'Ada', 'why')) },
    {
      weight: 1,
      arbitrary: fc.constant<Act>((room) => room.store.pause({ scope: 'all', at: room.now(), by: 'Ada', reason: 'x' })),
    },
    { weight: 2, arbitrary: fc.constant<Act>(lift) },
    {
      weight: 2,
      arbitrary: fc.tuple(anyId, fc.constantFrom('approve', 'return', 'retry', 'cancel', 'revive')).map<Act>(
        ([id, type]) =>
          async (room) =>
            review(room, await somePost(room, id), { type }, 'Ada'),
      ),
    },
    {
      weight: 1,
      arbitrary: anyId.map<Act>(
        (id) => async (room) => review(room, await somePost(room, id), { type: 'edit', text: 'Edited words.' }, 'Ada'),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constant<Act>((room) => {
        room.stage.blind = { type: 'unknown', detail: 'down' };
      }),
    },
    {
      weight: 2,
      arbitrary: fc.constant<Act>((room) => {
        room.stage.blind = undefined;
      }),
    },
  );

async function lift(room: TestRoom): Promise<void> {
  await room.store.lift('all');
  await room.store.lift('account:twitter:1');
}

/** Plays the acts, then lets the newsroom come to rest with everything working again. */
async function play(script: readonly Act[], landAt?: number): Promise<TestRoom> {
  const room = await aNewsroom({
    channels: [aChannel({ catchUp: 5 })],
    articles: ids.map((id) => anArticle({ id, body: `News of ${id}.` })),
  });
  for (const [place, act] of script.entries()) {
    await act(room);
    if (place === landAt) room.stage.land();
    for (const { reason } of await room.posts()) expect(Object.keys(REASONS)).toContain(reason.type);
  }
  room.stage.land();
  room.stage.script.length = 0;
  room.stage.blind = undefined;
  for (let minutes = 0; minutes < 60; minutes += 4) {
    await lift(room);
    await room.pass();
    room.advance(4 * MINUTE_MS);
  }
  room.advance(2 * HOUR_MS);
  for (let times = 0; times < 8; times += 1) {
    await room.pass();
    room.advance(MINUTE_MS * 6);
  }
  return room;
}

const ofLink = (room: TestRoom, id: string) =>
  room.stage.timeline.filter(({ links }) => links.some((link) => link.endsWith(id)));

/** Hundreds of whole lives of stories: on a busy machine they take longer than other tests. */
const PATIENCE_MS = 240_000;

it(
  'never stores a story twice, whatever answers are lost and whoever decides meanwhile',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts(answers), { maxLength: 40 }), async (script) => {
        const room = await play(script);
        for (const id of ids) expect(ofLink(room, id).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  },
  PATIENCE_MS,
);

it(
  'leaves at most one of ours live where a request landed after all its looks',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(acts(fc.oneof(answers, fc.constant('late' as const))), { maxLength: 40 }),
        fc.nat(40),
        async (script, landAt) => {
          const room = await play(script, landAt);
          for (const id of ids) {
            const live = ofLink(room, id).filter(({ remoteId }) => !room.stage.deleted.includes(remoteId));
            expect(live.length).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 60 },
    );
  },
  PATIENCE_MS,
);

it(
  'leaves nothing stuck: what is not ended waits for a person, and says so',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts(answers), { maxLength: 40 }), async (script) => {
        const room = await play(script);
        for (const post of await room.posts()) {
          expect([
            'published',
            'pulled',
            'canceled',
            'skipped',
            'failed',
            'expired',
            'pending_review',
            'unconfirmed',
            'retracting',
          ]).toContain(post.state);
          if (post.state === 'unconfirmed') expect(post.reason.type).toBe('live-address-unknown');
          if (post.state === 'retracting') expect(post.reason.type).toBe('delete-by-hand');
        }
      }),
      { numRuns: 50 },
    );
  },
  PATIENCE_MS,
);
