import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { HISTORY_KEPT_MS } from '../../src/domain/compaction.ts';
import { POST_KINDS } from '../../src/domain/post.ts';
import { openStore } from '../../src/store/index.ts';
import { anArticle, aPost, at } from '../support/posts.ts';
import { MORNING, moved, opened, WINDOWS } from './taking-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'crier-queries-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the queries', () => {
  it('find what they ask for by an index, and what is due without sorting', async () => {
    const path = join(folder, 'crier.db');
    const store = await openStore({ path });
    await store.openAccount({ id: 'twitter:1', platform: 'twitter' });
    await opened(store, aPost(), aPost({ article: { source: 'desk', id: 'a2' }, state: 'published' }));
    const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
    await store.nextDue('x', MORNING, POST_KINDS);
    await store.nextDue('x', MORNING, ['breaking', 'timed']);
    const due = prepare.mock.calls.length;
    await store.unsettled(MORNING, ['twitter:1']);
    await store.stale(MORNING, ['x', 'y']);
    await store.nextAt(['x'], MORNING);
    await store.counts();
    await store.ahead({ leases: MORNING, changes: MORNING });
    await store.longestDue(MORNING);
    await store.posts({});
    await store.posts({ states: ['failed', 'published'] });
    await store.posts({ channel: 'x', states: ['failed', 'published'] });
    await store.posts({ article: { source: 'desk', id: 'a1' } });
    const hand = { remoteId: '70', url: 'https://x.example/70', text: 'By hand', createdAt: MORNING };
    await store.rememberSeen('twitter:1', [{ ...hand, links: ['news.example/a1'] }], MORNING, {});
    await store.recorded('twitter:1', ['77']);
    await store.spokenUnasked('twitter:1');
    await store.saveChannel({ id: 'x', account: 'twitter:1', sandbox: false });
    await store.endGap('x', undefined, MORNING, () => []);
    await store.commit(moved(aPost(), 'failed'));
    await store.coverage(at('2026-05-01T00:00Z'));
    const [sighting] = await store.known([anArticle()]);
    sighting?.isLinkTaken('twitter:1', 'news.example/a1', 'first');
    await store.known([anArticle({ id: 'stranger', body: 'The bridge reopened. '.repeat(20) })]);
    await store.consult('a1-x', WINDOWS, () => ({}));
    const ledger = { type: 'enter', at: MORNING, usd: 1 } as const;
    await store.commit({ ...moved(aPost({ version: 2 }), 'published'), ledger });
    await store.commit({ ...moved(aPost({ version: 3 }), 'canceled'), ledger: { type: 'strike' } });
    await store.shown('x', MORNING, 100);
    await store.findArticle('a1');
    await store.findArticle('https://news.example/a1');
    await opened(store, aPost({ article: { source: 'desk', id: 'a3' } }));
    await store.article({ source: 'desk', id: 'a1' });
    await store.post('a1-x');
    await store.events('a1-x');
    await store.spoken('twitter:1', WINDOWS);
    await store.hasNoOther('desk', [anArticle()]);
    await store.countSince('desk', MORNING, [anArticle()]);
    for (let steps = 0; steps < 3; steps += 1) await store.compact(MORNING.add({ milliseconds: HISTORY_KEPT_MS }));
    const asked = prepare.mock.calls.map(([sql]) => sql);
    prepare.mockRestore();
    await store.close();

    const database = new DatabaseSync(path);
    const plan = (sql: string) =>
      database
        .prepare(`explain query plan ${sql}`)
        .all()
        .map(({ detail }) => `${detail}`);
    const ofHistory = asked.filter((sql) =>
      /^(select|update|delete).*"(posts|articles|events|ledger|ledger_days|ledger_quarters|copies)"/.test(sql),
    );
    expect(ofHistory.length).toBeGreaterThan(30);
    for (const sql of ofHistory) {
      const steps = plan(sql);
      expect([
        sql,
        steps.filter((step) => /^SCAN (posts|articles|events|ledger|ledger_days|ledger_quarters|copies)$/.test(step)),
      ]).toEqual([sql, []]);
      // An account alone names its whole past, unless the index has only a few of its posts.
      const whole = steps.filter((step) => step.startsWith('SEARCH posts') && step.endsWith('(account=?)'));
      expect([sql, whole.filter((step) => !/posts_(one_in_flight|with_twins)/.test(step))]).toEqual([sql, []]);
      // So does a state, unless only the first few are wanted, or what is in flight.
      const ofState = steps.filter((step) => step.startsWith('SEARCH posts') && step.endsWith('(state=?)'));
      expect([sql, / limit |"lease_until"/.test(sql) ? [] : ofState]).toEqual([sql, []]);
    }
    for (const sql of asked.slice(0, due)) {
      expect(plan(sql)).toEqual(['SEARCH posts USING INDEX posts_by_turn (channel=?)']);
    }
    database.close();
  });
});
