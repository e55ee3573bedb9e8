import { describe, expect, it } from 'vitest';
import { chooseAfterGap, isGap } from '../../src/domain/catching-up.ts';
import type { Post } from '../../src/domain/post.ts';
import { aPost, at } from '../support/posts.ts';

const ACTIVE = at('2026-05-01T09:00Z');
const NOW = at('2026-05-01T15:00Z');
const left = (id: string, fields: Partial<Post> = {}) => aPost({ article: { source: 'desk', id }, ...fields });
const waits = (posts: readonly Post[], catchUp: number | undefined, activeAt = ACTIVE) =>
  chooseAfterGap(posts, catchUp, NOW, activeAt).flatMap(({ post }) =>
    post.state === 'pending_review' ? post.article.id : [],
  );

it('a gap is an hour without activity, whatever the clock on the wall shows, or that there never was any', () => {
  expect(isGap(at('2026-10-25T00:30Z'), at('2026-10-25T01:29Z'))).toBe(false);
  expect(isGap(at('2026-10-25T00:30Z'), at('2026-10-25T01:30Z'))).toBe(true);
  expect(isGap(undefined, NOW)).toBe(true);
});

describe('after a gap', () => {
  it('the newest few go out and the others wait', () => {
    const aside = { state: 'pending_review', reason: { type: 'catch-up' } } as const;
    const posts = [left('new', aside), left('old'), left('older', aside)];
    expect(waits(posts, 1)).toEqual(['old', 'older']);
    expect(waits(posts, 0)).toEqual(['new', 'old', 'older']);
    expect(waits(posts, undefined)).toEqual([]);
  });

  it('what a person decided in it goes out beside them, and takes none of their places', () => {
    const within = { updatedAt: at('2026-05-01T12:00Z') };
    const said = (['approved', 'timed', 'requeued'] as const).map((type) =>
      left(type, { ...within, reason: { type } }),
    );
    expect(waits([...said, left('new', within), left('old', within)], 1)).toEqual(['old']);
    expect(waits(said, 0)).toEqual([]);
  });

  it('what was decided before it, or so shortly after the last sign of life that it may have been, waits', () => {
    const approved = (time: string) => left(time, { reason: { type: 'approved' }, updatedAt: at(time) });
    const posts = [approved('2026-05-01T08:00Z'), approved('2026-05-01T09:05Z')];
    expect(waits(posts, 0)).toEqual(['2026-05-01T08:00Z', '2026-05-01T09:05Z']);
  });

  it('what is no longer news takes no place', () => {
    expect(waits([left('stale', { freshUntil: NOW }), left('new')], 1)).toEqual([]);
  });
});
