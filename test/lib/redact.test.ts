import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor } from '../../src/lib/redact.ts';

test('a secret is replaced wherever it stands', () => {
  const redact = createRedactor(['abcd-1234']);
  expect(redact('token abcd-1234, again abcd-1234.')).toBe('token [secret], again [secret].');
});

test('a secret is replaced as URLs, OAuth, forms and JSON write it', () => {
  const secret = 'a+b/c "d\'e!';
  const redact = createRedactor([secret]);
  const spellings = [
    encodeURIComponent(secret),
    encodeURIComponent(secret).replace(/%../g, (byte) => byte.toLowerCase()),
    'a%2Bb%2Fc%20%22d%27e%21',
    String(new URLSearchParams({ token: secret })).slice('token='.length),
    JSON.stringify(secret).slice(1, -1),
  ];
  for (const spelling of spellings) expect(redact(`<${spelling}>`)).toBe('<[secret]>');
});

test('of two secrets that begin alike the longer one goes whole', () => {
  expect(createRedactor(['12345', '12345-abcdef'])('at 12345-abcdef, 12345')).toBe('at [secret], [secret]');
});

test('values shorter than four characters are left in the text', () => {
  expect(createRedactor(['', 'abc'])('abc and nothing')).toBe('abc and nothing');
});

test('no text carries a secret through', () => {
  const secret = fc.string({ minLength: 9, unit: 'binary' });
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
      const redacted = createRedactor([value])(
        `${before} ${value} ${encodeURIComponent(value.toWellFormed())} ${after}`,
      );
      expect(redacted).not.toContain(value);
    }),
  );
});
