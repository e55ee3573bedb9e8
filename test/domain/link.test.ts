import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkKey, parseLink, tagLink } from '../../src/domain/link.ts';

describe('a link', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '/relative',
    'ftp://a.example/b',
    'https://user:pw@a.example/',
    'news',
  ])('is not %s', (text) => {
    expect(parseLink(text)).toBeUndefined();
  });

  it.each([
    'https://www.news.example/a',
    'http://news.example/a/',
    'https://NEWS.example/a?utm_source=x&fbclid=1',
    'https://news.example/a#comments',
  ])('is the same story as https://news.example/a when it is written %s', (text) => {
    expect(linkKey(text)).toBe(linkKey('https://news.example/a'));
  });

  it('keeps the parameters that say which story it is, in any order', () => {
    expect(linkKey('https://news.example/?p=1&l=uk')).toBe(linkKey('https://news.example/?l=uk&p=1'));
    expect(linkKey('https://news.example/?p=1')).not.toBe(linkKey('https://news.example/?p=2'));
  });

  it('is the same story with and without its channel tags', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.stringMatching(/^[a-z]{1,8}$/),
        (url, tag) => {
          fc.pre(!new URL(url).searchParams.has(tag));
          const tagged = tagLink(url, { [tag]: 'x', utm_source: 'x' });
          expect(linkKey(tagged, [tag])).toBe(linkKey(url, [tag]));
        },
      ),
    );
  });
});
