import { describe, expect, it } from 'vitest';
import { isOurText } from '../../src/domain/matching.ts';
import { aPost, at } from '../support/posts.ts';

const seen = (text: string) => {
  return {
    remoteId: '1',
    url: 'https://x.example/1',
    text,
    links: ['https://news.example/a1'],
    createdAt: at('2026-05-01T09:00Z'),
  };
};

describe('whether a post that was seen says what ours does', () => {
  it('does not hang on white space, on how a letter is coded, or on what the platform made of addresses', () => {
    const post = aPost({ text: 'Café opens\nat example.com' });
    expect(isOurText(post, seen('Cafe\u0301  opens at https://t.co/x https://news.example/a1'))).toBe(true);
    expect(isOurText(post, seen('Café closes at https://t.co/x'))).toBe(false);
  });

  it('is told by the words that were sent, where those that wait are others by now', () => {
    const sending = {
      text: 'Sent.',
      link: 'https://news.example/a1',
      sentAt: at('2026-05-01T09:00Z'),
      deadline: at('2026-05-01T09:01Z'),
      clockAheadMs: 0,
    };
    const post = aPost({ text: 'Edited.', sending });
    expect(isOurText(post, seen('Sent. https://news.example/a1'))).toBe(true);
    expect(isOurText(post, seen('Edited. https://news.example/a1'))).toBe(false);
  });

  it('is never so of one that has no words yet, though a bare link was posted', () => {
    const { text: _, ...wordless } = aPost();
    expect(isOurText(wordless, seen('https://news.example/a1'))).toBe(false);
  });
});
