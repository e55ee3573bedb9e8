import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEDGER_KEPT_MS } from '../../src/domain/compaction.ts';
import { windowsAt } from '../../src/domain/gate.ts';
import type { Post } from '../../src/domain/post.ts';
import type { Store, Transition, Windows } from '../../src/domain/store.ts';
import { after, HOUR_MS, type Instant, QUARTER_MS } from '../../src/domain/time.ts';
import { aPost, at } from '../support/posts.ts';
import { MORNING, moved, opened, WINDOWS } from './taking-in.ts';

const SOON = after(MORNING, HOUR_MS);
const LATER = after(SOON, HOUR_MS);

export function describeAccounts(store: () => Store): void {
  const sent = async (id: string, more: Partial<Transition>, fields: Partial<Post> = {}) => {
    const post = aPost({ article: { source: 'desk', id }, ...fields });
    await opened(store(), post);
    const transition = { ...moved(post, 'published'), ...more };
    expect(await store().commit(transition)).toBe(true);
    return transition.post;
  };

  describe('an account', () => {
    it('is opened once and keeps what is known of it', async () => {
      await store().changeAccount('twitter:1', { lookedAt: MORNING, seenUpTo: '77', clockAheadMs: -250 });
      await store().changeAccount('twitter:1', {});
      const known = {
        id: 'twitter:1',
        platform: 'twitter',
        lookedAt: MORNING,
        seenUpTo: '77',
        clockAheadMs: -250,
        blindTold: false,
      };
      expect(await store().openAccount({ id: 'twitter:1', platform: 'twitter' })).toEqual(known);
      const other = await store().openAccount({ id: 'twitter:1', platform: 'twitter', app: 'key' });
      expect(other).toEqual({ ...known, app: 'key' });
      expect(await store().account('twitter:1')).toEqual(other);
      expect(await store().account('twitter:9')).toBeUndefined();
    });

    it('remembers since when it cannot be seen, until it is', async () => {
      await store().openAccount({ id: 'twitter:1', platform: 'twitter' });
      await store().changeAccount('twitter:1', { blindSince: MORNING });
      await store().changeAccount('twitter:1', { blindTold: true });
      expect(await store().account('twitter:1')).toMatchObject({ blindTold: true });
      expect(String((await store().account('twitter:1'))?.blindSince)).toBe(String(MORNING));
      await store().changeAccount('twitter:1', { lookedAt: SOON });
      expect(await store().account('twitter:1')).not.toHaveProperty('blindSince');
      expect(await store().account('twitter:1')).toMatchObject({ blindTold: false });
    });

    it('is changed along with a post', async () => {
      await sent('a1', { account: { seenUpTo: '78', limitedUntil: SOON } });
      const known = { id: 'twitter:1', platform: 'twitter', clockAheadMs: 0, blindTold: false };
      expect(await store().account('twitter:1')).toEqual({ ...known, seenUpTo: '78', limitedUntil: SOON });
    });

    it('keeps what each use of it may, the pace it was asked for, and that of its app', async () => {
      await store().openAccount({ id: 'twitter:1', platform: 'twitter', app: 'key' });
      await store().openAccount({ id: 'twitter:2', platform: 'twitter', app: 'key' });
      const slowed = { gapMs: 60_000, until: SOON };
      await store().changeAccount('twitter:1', {
        looksLimitedUntil: MORNING,
        slowed,
        app: { erasesLimitedUntil: SOON, looksLimitedUntil: SOON },
      });
      const [one, two] = await Promise.all([store().account('twitter:1'), store().account('twitter:2')]);
      expect(one).toMatchObject({ slowed: { gapMs: 60_000 } });
      expect([one, two].map((account) => `${account?.looksLimitedUntil} ${account?.erasesLimitedUntil}`)).toEqual([
        `${SOON} ${SOON}`,
        `${SOON} ${SOON}`,
      ]);
      expect(String(one?.slowed?.until)).toBe(String(SOON));
      expect(two).not.toHaveProperty('slowed');
      expect(one).not.toHaveProperty('limitedUntil');
    });

    it('without credits is tried by one process at a time, and open again once it has some', async () => {
      const gone = { since: MORNING, nextTryAt: SOON };
      expect(await store().changeAccount('twitter:1', { noCredits: gone })).not.toHaveProperty('noCredits');
      const tries = (process: string, now: typeof SOON) => store().tryCredits('twitter:1', process, now, LATER);
      expect(await tries('p1', MORNING)).toBe(false);
      expect([await tries('p1', SOON), await tries('p2', SOON)]).toEqual([true, false]);
      expect((await store().account('twitter:1'))?.noCredits).toMatchObject({ triedBy: 'p1' });
      const again = { since: SOON, nextTryAt: LATER };
      const before = await store().changeAccount('twitter:1', { noCredits: again, erasesLimitedUntil: LATER });
      expect(String(before?.noCredits?.since)).toBe(String(MORNING));
      const { noCredits } = (await store().account('twitter:1')) ?? {};
      expect([noCredits?.since, noCredits?.nextTryAt, noCredits?.triedBy].map(String)).toEqual([
        String(MORNING),
        String(LATER),
        'undefined',
      ]);
      await sent('a1', { account: { hasCredits: true }, logbook: { at: SOON, what: 'opened it', by: 'crier' } });
      expect(await store().account('twitter:1')).toEqual({
        id: 'twitter:1',
        platform: 'twitter',
        clockAheadMs: 0,
        blindTold: false,
      });
      expect(await store().logbook(1)).toMatchObject([{ what: 'opened it', by: 'crier' }]);
      expect(await tries('p1', LATER)).toBe(false);
    });

    it('forgets its last look where it must be looked at before it speaks', async () => {
      await store().changeAccount('twitter:1', { lookedAt: MORNING, seenUpTo: '1' });
      await store().changeAccount('twitter:1', { mustLook: true });
      const account = await store().account('twitter:1');
      expect(account).toMatchObject({ seenUpTo: '1' });
      expect(account).not.toHaveProperty('lookedAt');
    });

    it('is never opened early by an answer that came late', async () => {
      await store().changeAccount('twitter:1', { limitedUntil: SOON });
      await store().changeAccount('twitter:1', { limitedUntil: MORNING });
      expect((await store().account('twitter:1'))?.limitedUntil).toEqual(SOON);
    });

    it('is opened where it is closed for longer than can be', async () => {
      await store().changeAccount('twitter:1', { limitedUntil: SOON });
      await store().liftLimits(SOON);
      expect((await store().account('twitter:1'))?.limitedUntil).toEqual(SOON);
      await store().liftLimits(MORNING);
      expect(await store().account('twitter:1')).not.toHaveProperty('limitedUntil');
    });

    it('is closed with all others of its app, and only with them', async () => {
      await store().openAccount({ id: 'twitter:1', platform: 'twitter', app: 'key' });
      await store().openAccount({ id: 'twitter:2', platform: 'twitter', app: 'key' });
      await store().openAccount({ id: 'twitter:3', platform: 'twitter', app: 'other' });
      await store().openAccount({ id: 'twitter:4', platform: 'twitter' });
      const until = async () => {
        const accounts = await Promise.all([1, 2, 3, 4].map((n) => store().account(`twitter:${n}`)));
        return accounts.map((account) => account?.limitedUntil?.toString());
      };
      await sent('a1', { account: { app: { limitedUntil: MORNING } } });
      expect(await until()).toEqual(['2026-05-01T08:00:00Z', '2026-05-01T08:00:00Z', undefined, undefined]);
      await store().changeAccount('twitter:3', { app: { limitedUntil: SOON } });
      await sent('a2', { account: { app: { limitedUntil: SOON } } }, { account: 'twitter:4', channel: 'y' });
      const [first, second] = await until();
      expect(await until()).toEqual([first, second, '2026-05-01T09:00:00Z', '2026-05-01T09:00:00Z']);
    });
  });

  describe('the ledger', () => {
    const entered = (time: string, usd: number): Partial<Transition> => ({
      ledger: { type: 'enter', at: at(time), usd },
    });

    it('adds up what was spoken in each window', async () => {
      await sent('a1', entered('2026-04-30T23:59:59.999Z', 5));
      await sent('a2', entered('2026-05-01T00:00Z', 0.1));
      await sent('a3', entered('2026-05-01T07:00Z', 0.2));
      await sent('a4', entered('2026-05-01T07:00:00.001Z', 0.015), { breaking: true });
      await sent('a5', entered('2026-05-01T07:15Z', 0.015));
      await sent('a6', entered('2026-05-01T07:45Z', 9), { account: 'twitter:2', channel: 'y' });
      expect(await store().spoken('twitter:1', WINDOWS)).toEqual({
        lastAt: at('2026-05-01T07:15Z'),
        lastHour: 2,
        breakingLastHour: 1,
        today: 4,
        todayUsd: 0.33,
        monthUsd: 0.33,
      });
      const april = { ...WINDOWS, monthStart: at('2026-04-01T00:00Z') };
      expect(await store().spoken('twitter:1', april)).toMatchObject({ today: 4, todayUsd: 0.33, monthUsd: 5.33 });
    });

    it('is empty for an account that never spoke', async () => {
      const nothing = { lastHour: 0, breakingLastHour: 0, today: 0, todayUsd: 0, monthUsd: 0 };
      expect(await store().spoken('twitter:1', WINDOWS)).toEqual(nothing);
    });

    it('counts a create from when it was sent, the newest of a post only', async () => {
      const first = await sent('a1', entered('2026-05-01T06:00Z', 1));
      const second = { ...moved(first, 'published'), ...entered('2026-05-01T07:00Z', 2) };
      await store().commit(second);
      const at7 = at('2026-05-01T07:01Z');
      await store().commit({ ...moved(second.post, 'retrying'), ledger: { type: 'sent', at: at7 } });
      const { lastAt, today, todayUsd } = await store().spoken('twitter:1', WINDOWS);
      expect([String(lastAt), today, todayUsd]).toEqual([String(at7), 2, 3]);
    });

    it('strikes the newest line of a post only', async () => {
      const first = await sent('a1', entered('2026-05-01T06:00Z', 1));
      const second = { ...moved(first, 'published'), ...entered('2026-05-01T07:00Z', 2) };
      await store().commit(second);
      await store().commit({ ...moved(second.post, 'retrying'), ledger: { type: 'strike' } });
      const { lastAt, todayUsd } = await store().spoken('twitter:1', WINDOWS);
      expect([lastAt, todayUsd]).toEqual([at('2026-05-01T06:00Z'), 1]);
    });

    it('leaves nothing, and no less, of money that was struck', async () => {
      const dear = await sent('a1', entered('2026-05-01T07:00Z', 0.41));
      const cheap = await sent('a2', entered('2026-05-01T07:00Z', 0.03));
      for (const post of [dear, cheap])
        await store().commit({ ...moved(post, 'retrying'), ledger: { type: 'strike' } });
      expect(await store().spoken('twitter:1', WINDOWS)).toMatchObject({ todayUsd: 0, monthUsd: 0 });
    });

    it('adds up to the same as line by line, whatever was entered, dated anew, struck and compacted', async () => {
      // Some of these days begin or end a month or summer time somewhere, in Cairo at midnight.
      const days = fc.constantFrom('2026-03-29', '2026-04-05', '2026-04-24', '2026-05-01', '2026-09-30', '2026-10-25');
      const zones = ['Asia/Kathmandu', 'Europe/Kyiv', 'Africa/Cairo', 'America/St_Johns', 'Australia/Lord_Howe'];
      const aside = fc.constantFrom(-1, 0, 1, 400_000);
      const moment = fc.record({
        day: days,
        zone: fc.constantFrom(...zones),
        quarters: fc.integer({ min: -5, max: 20 }),
        aside,
      });
      const turn = fc.record({
        type: fc.constantFrom('enter', 'enter', 'enter', 'sent', 'sent', 'strike', 'compact'),
        story: fc.nat({ max: 3 }),
        cents: fc.integer({ min: 0, max: 50 }),
        near: fc.constantFrom('hourAgo', 'dayStart', 'monthStart'),
        quarters: fc.oneof(fc.integer({ min: -3, max: 5 }), fc.integer({ min: -6000, max: 200 })),
        aside,
      });
      let accounts = 0;
      await fc.assert(
        fc.asyncProperty(moment, fc.array(turn, { maxLength: 16 }), async ({ day, zone, ...past }, turns) => {
          const account = `x:${accounts++}`;
          await store().openAccount({ id: account, platform: 'twitter' });
          const posts = [false, true, false, true].map((breaking, story) =>
            aPost({ article: { source: 'desk', id: `${account} ${story}` }, account, breaking }),
          );
          await opened(store(), ...posts);
          const now = soon(windowsAt(at(`${day}T12:00Z`), zone).dayStart, past);
          const windows = windowsAt(now, zone);
          let lines: readonly Line[] = [];
          for (const { type, story, cents, near, ...past } of turns) {
            const time = soon(windows[near], past);
            const post = posts[story];
            if (!post) throw new Error(`no story ${story}`);
            if (type === 'compact') {
              while ((await store().compact(now)) > 0);
              lines = compacted(lines, now);
              continue;
            }
            const ledger = type === 'enter' ? { type, at: time, usd: cents / 100 } : { type, at: time };
            const transition = { ...moved(post, 'published'), ledger };
            expect(await store().commit(transition)).toBe(true);
            posts[story] = transition.post;
            const last = lines.findLast((line) => line.story === story);
            if (type === 'enter') lines = [...lines, { story, at: time, cents, breaking: post.breaking }];
            else lines = lines.flatMap((line) => (line !== last ? line : type === 'sent' ? { ...line, at: time } : []));
          }
          const { lastAt, ...sums } = await store().spoken(account, windows);
          expect({ ...sums, lastAt: lastAt?.toString() }).toEqual(spokenIn(lines, windows));
        }),
        { numRuns: 100 },
      );
    });
  });

  describe('a pause', () => {
    const pause = { scope: 'account:twitter:1', at: MORNING, by: 'crier', reason: 'dead token' } as const;

    it('keeps its first reason until it is lifted', async () => {
      await sent('a1', { pause });
      expect(await store().pause({ ...pause, by: 'ada', reason: 'storm' })).toBe(false);
      await sent('a2', { pause: { ...pause, reason: 'dead again' } });
      expect(await store().pauses()).toEqual([pause]);
      expect(await store().lift(pause.scope)).toEqual(pause);
      expect(await store().lift(pause.scope)).toBeUndefined();
      expect(await store().pause({ ...pause, scope: 'all' })).toBe(true);
    });
  });

  describe('the house', () => {
    it('belongs to the outlet that came first', async () => {
      expect(await store().claimOutlet('demo')).toBe('demo');
      expect(await store().claimOutlet('other')).toBe('demo');
    });

    it('remembers its last pass', async () => {
      expect(await store().lastPass()).toBeUndefined();
      await store().markPass(MORNING);
      await store().markPass(SOON);
      expect(await store().lastPass()).toEqual(SOON);
    });

    it('keeps a logbook of what people did, newest first', async () => {
      await store().enter({ at: MORNING, what: 'paused all', by: 'Ada', reason: 'night' });
      await store().enter({ at: SOON, what: 'resumed all', by: 'Bob' });
      await store().enter({ at: SOON, what: 'paused all', by: 'Bob', reason: 'noise' });
      expect(await store().logbook(2)).toEqual([
        { at: SOON, what: 'paused all', by: 'Bob', reason: 'noise' },
        { at: SOON, what: 'resumed all', by: 'Bob' },
      ]);
    });

    it('remembers when a channel became real', async () => {
      await store().saveChannel({ id: 'x', account: 'twitter:1', sandbox: true });
      const real = { id: 'x', account: 'twitter:1', sandbox: false, realSince: MORNING, activeAt: SOON };
      await store().saveChannel(real);
      expect(await store().channels()).toEqual([real]);
    });
  });
}

interface Line {
  readonly story: number;
  readonly at: Instant;
  readonly cents: number;
  readonly breaking: boolean;
}

/** So many quarters of an hour after it, or before, and some milliseconds. */
function soon(start: Instant, past: { readonly quarters: number; readonly aside: number }): Instant {
  return after(start, past.quarters * QUARTER_MS + past.aside);
}

/** What stays of the lines: the newest, and what is not long past. */
function compacted(lines: readonly Line[], now: Instant): readonly Line[] {
  const newest = Math.max(...lines.map(({ at }) => at.epochMilliseconds));
  const from = Math.min(newest, now.epochMilliseconds - LEDGER_KEPT_MS);
  return lines.filter(({ at }) => at.epochMilliseconds >= from);
}

/** What the lines add up to, one by one. */
function spokenIn(lines: readonly Line[], { hourAgo, dayStart, monthStart }: Windows) {
  const lastHour = lines.filter(({ at }) => Temporal.Instant.compare(at, hourAgo) > 0);
  const since = (start: Instant) => lines.filter(({ at }) => Temporal.Instant.compare(at, start) >= 0);
  const usd = (some: readonly Line[]) => some.reduce((sum, { cents }) => sum + cents, 0) / 100;
  const times = lines.map(({ at }) => at).toSorted(Temporal.Instant.compare);
  return {
    lastHour: lastHour.length,
    breakingLastHour: lastHour.filter(({ breaking }) => breaking).length,
    today: since(dayStart).length,
    todayUsd: usd(since(dayStart)),
    monthUsd: usd(since(monthStart)),
    lastAt: times.at(-1)?.toString(),
  };
}
