import { withoutDateline } from './dateline.ts';
import { type Language, languageOf } from './languages/index.ts';
import { paragraphs } from './paragraphs.ts';
import { quotation } from './quotation.ts';
import { split } from './sentences.ts';
import { isBoilerplate, isQuestion, isWhole, leans, opensNotice, saysSomething } from './soundness.ts';
import { sameWords } from './wording.ts';

/** News stands at the top: nothing after this many sentences is read. */
const SENTENCES_READ = 30;
const ENDS_LIKE_A_SENTENCE = /[.!?…。！？।؟:][”»“"’')\]」』》）]*$/u;

/** A sentence of the article in its place. */
export interface Candidate {
  readonly place: number;
  readonly text: string;
  /** Whether a post may hold it. */
  readonly sound: boolean;
  /** Whether a post may hold it only after the sentence before it. */
  readonly leans: boolean;
}

/** The first sentences of a story as a post may use them, in order; headings, datelines and boilerplate are no sentences. */
export function candidates({ title, body, language }: { title: string; body: string; language: string }): Candidate[] {
  const rules = languageOf(language);
  const found: Candidate[] = [];
  let quoted = false;
  let announced = false;
  for (const whole of paragraphs(body)) {
    const paragraph = rules && found.length === 0 ? withoutDateline(whole, rules) : whole;
    // A quotation may run on into the next paragraph; one that is not closed there is a slip of the keyboard.
    quoted &&= quotation(paragraph).stray;
    let opensParagraph = true;
    for (const text of split(paragraph, language)) {
      if (opensParagraph && opensNotice(text, rules)) break;
      opensParagraph = false;
      const { open, stray } = quotation(text);
      if (ENDS_LIKE_A_SENTENCE.test(text)) {
        const sound = !quoted && isSound(text, rules) && !sameWords(text, title);
        found.push({ place: found.length, text, sound, leans: announced || leans(text, rules) });
        if (found.length === SENTENCES_READ) return found;
        announced = text.endsWith(':');
      }
      quoted = open || (quoted && !stray);
    }
  }
  return found;
}

function isSound(text: string, rules: Language | undefined): boolean {
  return isWhole(text, rules) && saysSomething(text) && !isQuestion(text) && !isBoilerplate(text, rules);
}
