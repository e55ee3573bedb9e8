import { expect, test } from 'vitest';
import { createLog, LOG_LEVELS, type LogLevel } from '../../src/lib/log.ts';
import { createRedactor } from '../../src/lib/redact.ts';

const now = () => Temporal.Instant.from('2026-03-01T08:00:00.5Z');

function logged(level: LogLevel, say: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  say(createLog({ level, redact: createRedactor(['s3cret-value']), write: (line) => lines.push(line), now }));
  return lines;
}

test('a message is one line with its time, its weight and its facts', () => {
  const facts = { post: 'a1', attempts: 2, due: now(), done: false, detail: undefined };
  expect(logged('info', (log) => log.warn('the post waits', facts))).toEqual([
    '2026-03-01T08:00:00.500Z warn the post waits post=a1 attempts=2 due=2026-03-01T08:00:00.5Z done=false\n',
  ]);
});

test('a fact that could be taken for several is quoted', () => {
  const facts = { text: 'a b', sign: 'x=1', quote: 'say "hi"', nothing: '' };
  expect(logged('info', (log) => log.info('said', facts))[0]).toMatch(
    / said text="a b" sign="x=1" quote="say \\"hi\\"" nothing=""\n$/,
  );
});

test('hostile text stays on its line and cannot steer a terminal', () => {
  const [line] = logged('info', (log) => log.info('title\nfake line', { title: 'a\u001b[2J\u202eb\r\nc' }));
  expect(line).toBe('2026-03-01T08:00:00.500Z info title fake line title="a[2Jb c"\n');
});

test('secrets are taken out of messages and facts, even with hidden characters inside', () => {
  const [line] = logged('info', (log) => log.error('sent s3cret-value', { url: '?t=s3cret\u200b-value' }));
  expect(line).toBe('2026-03-01T08:00:00.500Z error sent [secret] url="?t=[secret]"\n');
});

test.each(LOG_LEVELS)('level %s writes what weighs as much or more', (level) => {
  const lines = logged(level, (log) => {
    log.debug('m');
    log.info('m');
    log.warn('m');
    log.error('m');
  });
  expect(lines.map((line) => line.split(' ')[1])).toEqual(LOG_LEVELS.slice(LOG_LEVELS.indexOf(level), -1));
  if (level === 'silent') expect(lines).toEqual([]);
});
