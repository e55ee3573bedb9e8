import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../src/articles/encoding.ts';

const HEADLINE = 'Річка піднімається: дамби тримаються';
/** Text in an encoding of single bytes, by what each byte stands for in it. */
function written(text: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding);
  const signs = Array.from({ length: 256 }, (_, byte) => decoder.decode(new Uint8Array([byte])));
  return Buffer.from([...text].map((sign) => signs.indexOf(sign)));
}

const IN_1251 = written(HEADLINE, 'windows-1251');
const IN_KOI8_U = written(HEADLINE, 'koi8-u');
const IN_SHIFT_JIS = Buffer.from('93fa967b', 'hex');
const IN_ISO_2022_JP = Buffer.from('1b2442467c4b5c1b2842', 'hex');

const xml = (declared: string, text: Buffer) =>
  Buffer.concat([Buffer.from(`<?xml version="1.0" encoding="${declared}"?><title>`), text, Buffer.from('</title>')]);
const title = (text: string) => /<title>(.*)<\/title>/.exec(text)?.[1];

describe('the text of a feed', () => {
  test('is UTF-8 where nothing else is said', () => {
    expect(decodeText(Buffer.from(HEADLINE), undefined, 'uk')).toBe(HEADLINE);
  });

  test.each([
    ['utf-8', Buffer.from(`\uFEFF${HEADLINE}`)],
    ['utf-16le', Buffer.from(`\uFEFF${HEADLINE}`, 'utf16le')],
    ['utf-16be', Buffer.from(`\uFEFF${HEADLINE}`, 'utf16le').swap16()],
  ])('is read by its byte order mark as %s, whatever is claimed', (_, bytes) => {
    expect(decodeText(bytes, 'text/xml; charset=windows-1251', 'uk')).toBe(HEADLINE);
  });

  test('is UTF-16 without a mark where it begins as only that can', () => {
    const bytes = Buffer.from(`<t>${HEADLINE}</t>`, 'utf16le');
    expect(decodeText(bytes, 'text/xml', 'uk')).toBe(`<t>${HEADLINE}</t>`);
    expect(decodeText(Buffer.from(bytes).swap16(), 'text/xml', 'uk')).toBe(`<t>${HEADLINE}</t>`);
  });

  test.each([
    ['windows-1251', IN_1251, HEADLINE],
    ['koi8-u', IN_KOI8_U, HEADLINE],
    ['Shift_JIS', IN_SHIFT_JIS, '日本'],
    ['iso-2022-jp', IN_ISO_2022_JP, '日本'],
  ])('is read as its XML declaration says: %s', (encoding, bytes, words) => {
    expect(title(decodeText(xml(encoding, bytes), 'application/rss+xml', 'en'))).toBe(words);
  });

  test('is read as the header says, before its declaration', () => {
    expect(title(decodeText(xml('iso-8859-1', IN_KOI8_U), 'text/xml; charset="koi8-u"', 'en'))).toBe(HEADLINE);
  });

  test('is UTF-8 where its bytes are, even if header and declaration say otherwise', () => {
    const bytes = xml('windows-1251', Buffer.from(HEADLINE));
    expect(title(decodeText(bytes, 'text/xml; charset=iso-8859-1', 'uk'))).toBe(HEADLINE);
  });

  test('is read as pages declare it', () => {
    const page = Buffer.concat([Buffer.from('<meta charset=koi8-u><title>'), IN_KOI8_U, Buffer.from('</title>')]);
    expect(title(decodeText(page, 'text/html', 'en'))).toBe(HEADLINE);
  });

  test.each(['klingon', 'utf-16', 'utf-8'])(
    'is what its language was once written in where it claims %s wrongly',
    (claim) => {
      expect(title(decodeText(xml(claim, IN_1251), undefined, 'uk-ua'))).toBe(HEADLINE);
      expect(title(decodeText(xml(claim, Buffer.from([0x63, 0x61, 0x66, 0xe9])), undefined, 'fr'))).toBe('café');
    },
  );

  test('is always text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, type) => {
        expect(typeof decodeText(bytes, type, 'uk')).toBe('string');
      }),
    );
  });
});
