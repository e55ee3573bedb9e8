import type { Language } from './languages/index.ts';

const AGENCY = '\\([^()]{2,40}\\)';
const DASH = ' ?[—–-] ';
const PLACE = "\\p{Lu}[\\p{L}.'’, -]{1,40}?";
const CAPITALS = "\\p{Lu}[\\p{Lu}.'’ -]{3,30}";
const STORY = '(?=["“„«]?\\p{Lu})';
const WORDS = /\p{L}[\p{L}'’]*/gu;
const LONGEST_TIMESTAMP = 120;

/** The paragraph without the `KYIV, Jan. 12 (Agency) —` before its first sentence, where what remains begins like one. */
export function withoutDateline(paragraph: string, language: Language): string {
  return paragraph.replace(prefixOf(language), '');
}

/** Whether a line says only when, perhaps where: `13 January 2022, 04:31 PM`, `Kyiv, Jan. 12, 2022.` */
export function isDateline(line: string, { months, timestampWords }: Language): boolean {
  if (line.length > LONGEST_TIMESTAMP || !/\d/.test(line)) return false;
  let others = 0;
  WORDS.lastIndex = 0;
  for (let found = WORDS.exec(line); found; found = WORDS.exec(line)) {
    const [word] = found;
    if (!months.has(word) && !timestampWords.has(word.toLowerCase())) others += 1;
    if (others > 1) return false;
  }
  return true;
}

const prefixes = new Map<Language, RegExp>();

function prefixOf(language: Language): RegExp {
  const known = prefixes.get(language);
  if (known) return known;
  const month = `(?:${[...language.months].sort((a, b) => b.length - a.length).join('|')})\\.?`;
  const date = `(?:\\d{1,2} )?${month}(?: \\d{1,2})?(?:,? \\d{4})?`;
  const forms = [
    `${PLACE} ${AGENCY}${DASH}`,
    `${PLACE}, ${date} ${AGENCY}(?:${DASH}| )`,
    `${PLACE}, ${date}${DASH}`,
    `${CAPITALS}\\.? ?[—–] `,
    `${CAPITALS} - `,
  ];
  const prefix = new RegExp(`^(?:${forms.join('|')})${STORY}`, 'u');
  prefixes.set(language, prefix);
  return prefix;
}
