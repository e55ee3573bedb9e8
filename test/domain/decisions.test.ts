import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decision, decide } from '../../src/domain/decisions.ts';
import { POST_STATES } from '../../src/domain/post.ts';
import { REASONS } from '../../src/domain/reason.ts';
import { aChannel } from '../support/newsroom.ts';
import { aPost, at } from '../support/posts.ts';

const NOW = at('2026-05-01T09:00Z');
const terms = { by: 'Ada', now: NOW, digest: (text: string) => text, channel: aChannel() };
const decisions: readonly Decision[] = [
  { type: 'approve' },
  { type: 'reject' },
  { type: 'return' },
  { type: 'cancel' },
  { type: 'retry' },
  { type: 'revive' },
  { type: 'edit', text: 'New words.' },
  { type: 'schedule', at: at('2026-05-01T12:00Z') },
  { type: 'settle', as: { url: 'https://x.example/1', remoteId: '1' } },
  { type: 'settle', as: 'absent' },
];

describe('an editor', () => {
  it('may decide just what the drawing of states allows', () => {
    const allowed = POST_STATES.map((state) => {
      const may = decisions.filter((decision) => decide(aPost({ state }), decision, terms).type === 'decided');
      return `${state}: ${[...new Set(may.map(({ type }) => type))].join(' ')}`;
    });
    expect(allowed).toEqual([
      'pending_review: approve reject cancel edit schedule',
      'scheduled: return cancel edit schedule',
      'publishing: ',
      'retrying: return cancel edit schedule',
      'unconfirmed: settle',
      'published: ',
      'failed: cancel retry edit',
      'skipped: revive',
      'rejected: revive',
      'expired: revive',
      'canceled: ',
      'retracting: ',
      'pulled: ',
    ]);
  });

  it('always leaves a reason, a name and one version more', () => {
    fc.assert(
      fc.property(fc.constantFrom(...POST_STATES), fc.constantFrom(...decisions), (state, decision) => {
        const answer = decide(aPost({ state, version: 7 }), decision, terms);
        if (answer.type === 'refused') return void expect(answer.why).not.toBe('');
        const { post, event } = answer.transition;
        expect(post.version).toBe(8);
        expect(Object.keys(REASONS)).toContain(post.reason.type);
        expect(event).toMatchObject({ by: 'Ada', from: state, to: post.state });
      }),
    );
  });

  it('cannot retry what may be live, and is told what to do instead', () => {
    const answer = decide(aPost({ state: 'unconfirmed' }), { type: 'retry' }, terms);
    expect(answer).toMatchObject({ type: 'refused', why: expect.stringContaining('settle') });
  });

  it('cannot change the words of a post that was once sent without an answer', () => {
    const post = aPost({ state: 'retrying', everUnconfirmed: true });
    expect(decide(post, { type: 'edit', text: 'Other' }, terms).type).toBe('refused');
  });

  it('cannot approve a post without words', () => {
    const { text: _, ...wordless } = aPost({ state: 'pending_review' });
    expect(decide(wordless, { type: 'approve' }, terms)).toMatchObject({ why: expect.stringContaining('edit') });
  });

  it('makes news of what is revived', () => {
    const answer = decide(aPost({ state: 'expired', freshUntil: at('2026-05-01T08:30Z') }), { type: 'revive' }, terms);
    expect(answer.transition?.post.freshUntil).toEqual(at('2026-05-01T21:00Z'));
  });
});
