import { expect, test } from 'vitest';
import { whileUnsent } from '../../src/lib/unsent.ts';

const soon = () => ({ deadline: AbortSignal.timeout(60_000), delayMs: 0 });
const answers = (...types: readonly string[]) => {
  const left = [...types];
  let asked = 0;
  const request = async () => {
    asked += 1;
    return { type: left.shift() ?? 'unsent' };
  };
  return { request, asked: () => asked };
};

test('what surely was not sent is sent again, until something may have been', async () => {
  const { request, asked } = answers('unsent', 'lost', 'answered');
  expect(await whileUnsent(request, soon())).toEqual({ type: 'lost' });
  expect(asked()).toBe(2);
});

test('three requests are enough, and the last answer stands', async () => {
  const { request, asked } = answers();
  expect(await whileUnsent(request, soon())).toEqual({ type: 'unsent' });
  expect(asked()).toBe(3);
});

test('after the deadline nothing is sent again', async () => {
  const { request, asked } = answers('unsent', 'answered');
  expect(await whileUnsent(request, { ...soon(), deadline: AbortSignal.abort() })).toEqual({ type: 'unsent' });
  expect(asked()).toBe(1);
});

test('a bug is thrown, and the request not made again', async () => {
  let asked = 0;
  const request = async (): Promise<{ type: string }> => {
    asked += 1;
    throw new TypeError('a bug');
  };
  await expect(whileUnsent(request, soon())).rejects.toThrow('a bug');
  expect(asked).toBe(1);
});
