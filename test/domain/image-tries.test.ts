import { describe, expect, it } from 'vitest';
import { heldMedia, imageToAttach } from '../../src/domain/image-tries.ts';
import type { Media, Sending } from '../../src/domain/post.ts';
import { aPost, at } from '../support/posts.ts';

const NOW = at('2026-05-01T09:00Z');
const image = { url: 'https://news.example/bridge.jpg', alt: 'The bridge' };
const media: Media = { id: 'm1', ...image, usableUntil: at('2026-05-02T09:00Z') };
const sending = (held?: Media): Sending => ({
  text: 'Words.',
  link: 'https://news.example/a1',
  sentAt: NOW,
  deadline: NOW,
  clockAheadMs: 0,
  ...(held ? { media: held } : {}),
});

describe('the image to attach', () => {
  it('is the one of the post, until it was tried often enough', () => {
    const tries = [0, 1, 2, 3].map((imageTries) => imageToAttach(aPost({ image, imageTries })));
    expect(tries).toEqual([image, image, image, undefined]);
    const breaking = [0, 1].map((imageTries) => imageToAttach(aPost({ image, imageTries, breaking: true })));
    expect(breaking).toEqual([image, undefined]);
    expect(imageToAttach(aPost())).toBeUndefined();
  });

  it('is none after a lost answer to a post that was sent without one', () => {
    const lost = { image, everUnconfirmed: true };
    expect(imageToAttach(aPost({ ...lost, sending: sending() }))).toBeUndefined();
    expect(imageToAttach(aPost({ ...lost, sending: sending(media) }))).toEqual(image);
  });
});

describe('what lies ready on the platform', () => {
  it('is used again while it lasts', () => {
    const post = aPost({ image, sending: sending(media) });
    expect(heldMedia(post, NOW)).toEqual(media);
    expect(heldMedia(post, at('2026-05-02T08:49Z'))).toEqual(media);
    expect(heldMedia(post, at('2026-05-02T08:51Z'))).toBeUndefined();
  });

  it.each([
    ['of another address', { ...media, url: 'https://news.example/other.jpg' }],
    ['with another alt text', { ...media, alt: 'The other bridge' }],
    ['that lasts nobody knows how long', { id: 'm1', ...image }],
  ])('is not, where it is one %s', (_what, held) => {
    expect(heldMedia(aPost({ image, sending: sending(held) }), NOW)).toBeUndefined();
  });

  it('is not there before anything was sent', () => {
    expect(heldMedia(aPost({ image }), NOW)).toBeUndefined();
  });
});
