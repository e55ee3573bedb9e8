import { withoutDateline } from './dateline.ts';
import { foreignIn } from './foreign.ts';
import type { Language } from './languages/index.ts';
import { type Look, lookAt, type TellingWords } from './look.ts';
import { paragraphs } from './paragraphs.ts';
import { quotation } from './quotation.ts';
import { split } from './sentences.ts';
import { holdsNotice, isQuestion, isWhole, leans, opensNotice, saysSomething } from './soundness.ts';
import { sameWords } from './wording.ts';

/** News stands at the top: nothing after this many sentences is read, nor after so many UTF-16 code units. */
const SENTENCES_READ = 30;
const FARTHEST_READ = 50_000;
/** In UTF-16 code units: more than a final mark and all that may close after it. */
const END = 12;
const ENDS_LIKE_A_SENTENCE = /[.!?…。！？।؟:][”»“"’')\]」』》）]*$/u;

/** A sentence of the article in its place. */
export interface Candidate {
  readonly place: number;
  readonly text: string;
  readonly words: TellingWords;
  /** Whether a post may hold it. */
  readonly sound: boolean;
  /** Whether a post may hold it only after the sentence before it. */
  readonly leans: boolean;
}

/** The first sentences of a story as a post may use them, in order; headings, datelines and boilerplate are no sentences. */
export function* candidates(
  { title, body, language }: { title: string; body: string; language: string },
  rules: Language | undefined,
): Generator<Candidate> {
  let place = 0;
  let quoted = false;
  let announced = false;
  let isMixed = false;
  /** Whether something that is no sentence stands right before. */
  let isAfterGap = false;
  for (const { text: whole, goesOn } of paragraphs(topOf(body))) {
    const paragraph = rules && place === 0 ? withoutDateline(whole, rules) : whole;
    // A quotation may run on into the next paragraph; one that is not closed there is a slip of the keyboard.
    quoted &&= quotation(paragraph).stray;
    const isInAnother = foreignIn(paragraph, rules, isMixed);
    let opensParagraph = true;
    for (const text of split(paragraph, language)) {
      const isNotice = opensNotice(text, rules);
      if (opensParagraph && isNotice) {
        isAfterGap = true;
        break;
      }
      opensParagraph = false;
      const look = lookAt(text);
      if (look.endsPlainly || ENDS_LIKE_A_SENTENCE.test(text.slice(-END))) {
        const isCut = goesOn && paragraph.endsWith(text);
        const leaning = announced || leans(text, rules);
        const sound =
          !isCut &&
          !quoted &&
          !(leaning && isAfterGap) &&
          !isNotice &&
          isSound(text, rules, look) &&
          !sameWords(text, title);
        // The words of another language are none of the story's.
        const isForeign = isInAnother(text);
        isMixed ||= isForeign;
        if (!isForeign) yield { place, text, words: look.words, sound, leans: leaning };
        isAfterGap = false;
        place += 1;
        if (place === SENTENCES_READ) return;
        announced = text.endsWith(':');
      } else isAfterGap = true;
      quoted = look.marks.open || (quoted && !look.marks.stray);
    }
  }
}

/** What is cut off shows as cut, so that no post takes the stump for a sentence. */
function topOf(body: string): string {
  return body.length > FARTHEST_READ ? `${body.slice(0, FARTHEST_READ)}…` : body;
}

function isSound(text: string, rules: Language | undefined, look: Look): boolean {
  if (!isWhole(text, rules, look) || !saysSomething(text, look)) return false;
  return (look.endsPlainly || !isQuestion(text)) && !holdsNotice(text, rules, look);
}
