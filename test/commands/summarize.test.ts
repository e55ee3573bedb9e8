import { describe, expect, it } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { runCrier, spawnCrier } from '../support/crier.ts';

const FIRST = 'The harbour bridge in Marlow Bay opened to traffic again on Wednesday morning.';
const STORY = { title: 'Harbour bridge reopens', text: `${FIRST} Lorries still have to go round.`, lang: 'en' };
const line = (fields: Readonly<Record<string, unknown>>) => JSON.stringify({ ...STORY, ...fields });

async function summarize(lines: readonly string[], limit = '280') {
  const ran = await runCrier(['summarize', '--limit', limit], { input: lines.join('\n') });
  const answers = ran.stdout
    .split('\n')
    .slice(0, -1)
    .map((answer) => shapes.summary.parse(JSON.parse(answer)));
  return { ...ran, answers };
}

describe('summarize', () => {
  it('answers every line in its order, within the limit of the call or its own', async () => {
    const { code, answers } = await summarize([
      line({ id: 'a' }),
      line({ id: 2, limit: 80 }),
      line({ id: 'c', limit: 20 }),
    ]);
    expect(code).toBe(0);
    expect(answers).toEqual([
      { id: 'a', summary: STORY.text, defects: [] },
      { id: 2, summary: FIRST, defects: [] },
      { id: 'c', summary: '', defects: ['empty'] },
    ]);
  });

  it('counts code points, not units of UTF-16', async () => {
    const text = 'The word 🌊🌊🌊🌊 was painted on the wall of the old harbour.';
    const own = { id: 1, title: 'Waves', text, lang: 'en' };
    const { answers } = await summarize([
      JSON.stringify({ ...own, limit: [...text].length }),
      JSON.stringify({ ...own, limit: [...text].length - 1 }),
    ]);
    expect(answers.map(({ summary }) => summary)).toEqual([text, '']);
  });

  it('names a line that is not understood by its number, and goes on', async () => {
    const { code, answers, stderr } = await summarize([
      line({ id: 1 }),
      'nonsense',
      line({ id: 3, lang: 7 }),
      line({ id: 4, limit: 0 }),
      line({ id: 5 }),
    ]);
    expect(code).toBe(64);
    expect(answers.map(({ id }) => id)).toEqual([1, null, null, null, 5]);
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^line 2: expected /),
      expect.stringMatching(/^line 3: expected .*; look at lang$/),
      expect.stringMatching(/^line 4: expected .*; look at limit$/),
    ]);
  });

  it('finds out the language of a text that names none', async () => {
    const lead = 'Міський міст у Мукачеві знову відкрили для руху в понеділок, на місяць раніше, ніж планували.';
    const rest = 'Після цього рішення вантажівки досі їздять навколо, адже другу перевірку призначили на липень.';
    const { answers } = await summarize([JSON.stringify({ id: 1, title: 'Міст', text: `${rest} ${lead}` })], '110');
    expect(answers).toEqual([{ id: 1, summary: lead, defects: [] }]);
  });

  it('counts as a platform does, its link taken off', async () => {
    const sentence = (number: number) => `${'The harbour bridge is open '.repeat(4)}to lorries of ${number} tonnes.`;
    const text = [10, 20, 30].map(sentence).join(' ');
    const of = async (...args: string[]) => {
      const { stdout } = await runCrier(['summarize', ...args], { input: line({ id: 1, text }) });
      return shapes.summary.parse(JSON.parse(stdout)).summary.length;
    };
    expect(sentence(10)).toHaveLength(132);
    expect(await of('--limit', '265')).toBe(132);
    expect(await of('--platform', 'twitter')).toBe(132);
    expect(await of('--platform', 'twitter', '--limit', '155')).toBe(0);
    expect(await runCrier(['summarize', '--platform', 'myspace'])).toMatchObject({ code: 64, stdout: '' });
  });

  it('keeps the line breaks that JSON allows inside a line', async () => {
    const { code, answers } = await summarize([`{"id":1,"title":"T","text":"${FIRST}\u2028","lang":"en"}`]);
    expect({ code, answers }).toEqual({ code: 0, answers: [{ id: 1, summary: FIRST, defects: [] }] });
  });

  it('wants a limit', async () => {
    for (const args of [[], ['--limit', '0'], ['--limit', 'x'], ['--limit', '280', 'file.jsonl']]) {
      expect(await runCrier(['summarize', ...args])).toMatchObject({ code: 64, stdout: '' });
    }
  });

  it('ends in peace when its reader leaves', async () => {
    const child = spawnCrier(['summarize', '--limit', '280'], { input: `${line({ id: 1 })}\n`.repeat(50_000) });
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once('exit', () => resolve());
    const said: string[] = [];
    child.stderr?.on('data', (chunk) => said.push(String(chunk)));
    await promise;
    expect({ code: child.exitCode, said }).toEqual({ code: 0, said: [] });
  });
});
