import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillTemplate, readTemplate, type TemplateValues } from '../../src/domain/template.ts';

const STORY: TemplateValues = {
  summary: 'The bridge is open.',
  headline: 'Bridge reopens',
  section: 'City',
  authors: 'Ada Reporter',
  hashtags: '#Bridge',
  breaking: 'breaking',
};
const NAMES = '{summary}, {headline}, {section}, {authors}, {hashtags}, or {breaking?words}';

function filled(text: string, values: Partial<TemplateValues> = {}): string {
  const result = readTemplate(text);
  if (result.type === 'faulty') throw new Error(result.expected);
  return fillTemplate(result.template, { ...STORY, ...values });
}

function expectedOf(text: string): string {
  const result = readTemplate(text);
  return result.type === 'faulty' ? result.expected : 'nothing else';
}

describe('a template', () => {
  test.each([
    ['{summary}', 'The bridge is open.'],
    ['{breaking?⚡ }{headline}\n\n{summary}', '⚡ Bridge reopens\n\nThe bridge is open.'],
    ['{section?{section}: }{headline} ({authors}) {hashtags}', 'City: Bridge reopens (Ada Reporter) #Bridge'],
    ['{breaking?{section?{section} now: }}{summary}', 'City now: The bridge is open.'],
  ])('%j puts each thing in its place', (text, post) => {
    expect(filled(text)).toBe(post);
  });

  test('has the words of a condition only where there is such a thing', () => {
    expect(filled('{breaking?⚡ }{section?{section}: }{summary}', { breaking: '', section: '' })).toBe(
      'The bridge is open.',
    );
  });

  test('never reads what stands for a name as a template', () => {
    expect(filled('{headline}', { headline: '{summary} {' })).toBe('{summary} {');
  });

  test('needs a summary unless it asks whether there is one', () => {
    const needs = (text: string) => {
      const result = readTemplate(text);
      return result.type === 'read' && result.template.needsSummary;
    };
    expect(needs('{headline} {summary}')).toBe(true);
    expect(needs('{headline}{summary?: }{summary}')).toBe(false);
    expect(needs('{headline}')).toBe(false);
  });
});

describe('a faulty template says what was expected', () => {
  test.each([
    ['{sumary}', `${NAMES}, not {sumary}`],
    ['{}{summary}', `${NAMES}, not {}`],
    ['{Summary}', `${NAMES}, not {Summary}`],
    ['{link}', `${NAMES}, not {link}`],
    ['{breaking}{summary}', `${NAMES}, not {breaking}`],
    ['{urgent?now }{summary}', `${NAMES}, not {urgent?…}`],
    ['{summary', 'a closing brace for each opening one'],
    ['{breaking?⚡ {summary}', 'a closing brace for each opening one'],
    ['{{summary}', 'a closing brace for each opening one'],
    ['{summary}}', 'an opening brace for each closing one'],
    ['{breaking?}{summary}', 'words after each question mark, such as {breaking?⚡ }'],
    ['News', '{summary} or {headline} in each post'],
    ['', '{summary} or {headline} in each post'],
    ['{breaking?{headline}}', '{summary} or {headline} in each post'],
    ['@{authors} {summary}', 'no @, # or $ right before a brace'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what somebody may write who knows another language
    ['${summary}', 'no @, # or $ right before a brace'],
    [`${'a'.repeat(101)}{summary}`, 'at most 100 characters besides what is in braces'],
  ])('%j', (text, expected) => {
    expect(expectedOf(text)).toBe(expected);
  });

  test('whatever was written: it is read or it is told', () => {
    const piece = fc.constantFrom('{', '}', '?', 'summary', 'breaking', '{summary}', '{breaking?', ' ', 'a', '⚡', '$');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')),
        (text) => {
          if (readTemplate(text).type === 'read') expect(filled(text)).not.toMatch(/[{}]/);
          else expect(expectedOf(text)).not.toBe('');
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
