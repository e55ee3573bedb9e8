import { expect, it } from 'vitest';
import type { Platform } from '../../src/domain/ports.ts';
import { createRedactor } from '../../src/lib/redact.ts';
import { redacting } from '../../src/platforms/redacting.ts';
import { aPost } from '../support/posts.ts';

const SECRET = 'planted/secret+1';
const detail = `it said ${SECRET} and ${encodeURIComponent(SECRET)}`;
const leaky: Platform = {
  repeatable: false,
  prepare: async () => ({ type: 'not-ready', detail }),
  publish: async () => ({ type: 'refused', detail }),
  recent: async () => ({ type: 'unknown', detail }),
  retract: async () => ({ type: 'unavailable', detail }),
  whoami: async () => ({ type: 'known', name: '@demo', mayWrite: true, detail }),
};

it('takes every secret out of what is said of a post that is ready', async () => {
  const media = { id: '12', url: 'https://news.example/bridge.jpg' };
  const prepare = async () => ({ type: 'ready' as const, note: detail, media });
  const clean = redacting({ ...leaky, prepare }, createRedactor([SECRET]));
  expect(await clean.prepare?.(aPost(), new AbortController().signal)).toEqual({
    type: 'ready',
    note: 'it said [secret] and [secret]',
    media,
  });
});

it('takes every secret out of every answer', async () => {
  const clean = redacting(leaky, createRedactor([SECRET]));
  const { signal } = new AbortController();
  const answers = [
    await clean.prepare?.(aPost(), signal),
    await clean.publish(aPost(), signal),
    await clean.recent({ atMost: 1 }, signal),
    await clean.retract('1', signal),
    await clean.whoami(signal),
  ];
  expect(answers.map((answer) => answer && 'detail' in answer && answer.detail)).toEqual(
    Array(5).fill('it said [secret] and [secret]'),
  );
});
