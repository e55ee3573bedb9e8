import { describe, expect, it } from 'vitest';
import { gateFor, limitUntil } from '../../src/domain/gate.ts';
import type { Account, Spoken } from '../../src/domain/store.ts';
import { aChannel } from '../support/newsroom.ts';
import { at } from '../support/posts.ts';

const NOON = at('2026-05-01T09:00Z');
const account: Account = { id: 'twitter:1', platform: 'twitter', clockAheadMs: 0, blindTold: false };
const silence: Spoken = { lastHour: 0, breakingLastHour: 0, today: 0, todayUsd: 0, monthUsd: 0 };
const ordinary = { breaking: false, timedByPerson: false, costUsd: 0.2 };
const breaking = { ...ordinary, breaking: true };

function gate(channel = {}, { said = ordinary, spoken = {}, now = NOON, limitedUntil = NOON } = {}) {
  const facts = {
    account: { ...account, limitedUntil },
    pauses: [],
    spoken: { ...silence, ...spoken },
  };
  const { type, ...rest } = gateFor(aChannel(channel), said, facts, now, 'Europe/Kyiv');
  return { type, ...('why' in rest ? { why: rest.why, until: rest.until?.toString() } : {}) };
}

describe('the gate of an account', () => {
  it('is open by default', () => {
    expect(gate()).toEqual({ type: 'open' });
  });

  it('is closed until the platform opens it', () => {
    expect(gate({}, { limitedUntil: at('2026-05-01T09:05Z') })).toMatchObject({
      why: 'limited',
      until: '2026-05-01T09:05:00Z',
    });
  });

  it('keeps its pace', () => {
    const channel = { minGapMs: 300_000 };
    expect(gate(channel, { spoken: { lastAt: at('2026-05-01T08:56Z') } })).toMatchObject({
      why: 'too-soon',
      until: '2026-05-01T09:01:00Z',
    });
    expect(gate(channel, { spoken: { lastAt: at('2026-05-01T08:55Z') } }).type).toBe('open');
  });

  it('keeps its cap for the hour, and a smaller one for breaking news', () => {
    expect(gate({ maxPerHour: 20 }, { spoken: { lastHour: 20 } })).toMatchObject({ why: 'hourly-cap' });
    const channel = { breaking: { review: 'none', maxPerHour: 3, when: { sections: [], tags: [], titleStarts: [] } } };
    expect(gate(channel, { said: breaking, spoken: { breakingLastHour: 3 } })).toMatchObject({ why: 'hourly-cap' });
    expect(gate(channel, { spoken: { breakingLastHour: 3 } }).type).toBe('open');
  });

  it('is closed in quiet hours, but not for breaking news or a time a person chose', () => {
    const night = { now: at('2026-05-01T21:30Z'), limitedUntil: NOON };
    const channel = { quietHours: { from: '23:00', to: '06:00' } };
    expect(gate(channel, night)).toMatchObject({ why: 'quiet-hours', until: '2026-05-02T03:00:00Z' });
    expect(gate(channel, { ...night, said: breaking }).type).toBe('open');
    expect(gate(channel, { ...night, said: { ...ordinary, timedByPerson: true } }).type).toBe('open');
  });

  it('keeps its budget in money and posts, and a share of it for breaking news', () => {
    const perDay = { budget: { perDayUsd: 1, keepForBreaking: 0.4 } };
    expect(gate(perDay, { spoken: { todayUsd: 0.4 } }).type).toBe('open');
    expect(gate(perDay, { spoken: { todayUsd: 0.6 } })).toMatchObject({
      why: 'budget',
      until: '2026-05-01T21:00:00Z',
    });
    expect(gate(perDay, { said: breaking, spoken: { todayUsd: 0.8 } }).type).toBe('open');
    expect(gate(perDay, { said: breaking, spoken: { todayUsd: 0.9 } }).type).toBe('closed');
    const perMonth = { budget: { perMonthUsd: 10, keepForBreaking: 0 } };
    expect(gate(perMonth, { spoken: { monthUsd: 9.9 } })).toMatchObject({ until: '2026-05-31T21:00:00Z' });
    expect(gate({ budget: { postsPerDay: 2, keepForBreaking: 0 } }, { spoken: { today: 2 } })).toMatchObject({
      why: 'budget',
    });
  });

  it('spreads ordinary posts near the end of a window, and nothing that cannot wait', () => {
    const slow = (said = ordinary, lastAt = '2026-05-01T08:59Z') => {
      const slowed = { gapMs: 300_000, until: at('2026-05-01T09:02Z') };
      const facts = {
        account: { ...account, slowed },
        pauses: [],
        spoken: { ...silence, lastAt: at(lastAt) },
      };
      const closed = gateFor(aChannel(), said, facts, NOON, 'Europe/Kyiv');
      return closed.type === 'closed' ? [closed.why, String(closed.until)] : closed.type;
    };
    expect(slow()).toEqual(['near-limit', '2026-05-01T09:02:00Z']);
    expect(slow(ordinary, '2026-05-01T08:56Z')).toEqual(['near-limit', '2026-05-01T09:01:00Z']);
    expect(slow(ordinary, '2026-05-01T08:55Z')).toBe('open');
    expect(slow(breaking)).toBe('open');
    expect(slow({ ...ordinary, timedByPerson: true })).toBe('open');
  });

  it('believes a platform within 25 hours', () => {
    expect(limitUntil(at('2026-05-01T09:10Z'), NOON)).toEqual(at('2026-05-01T09:10Z'));
    expect(limitUntil(at('2030-01-01T00:00Z'), NOON)).toEqual(at('2026-05-02T10:00Z'));
    expect(limitUntil(at('2020-01-01T00:00Z'), NOON)).toEqual(at('2026-05-01T09:00:01Z'));
  });
});
