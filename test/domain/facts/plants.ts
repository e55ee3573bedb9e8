/** Words that one language plants errors with. */
interface PlantWords {
  readonly weekdays: readonly string[];
  readonly months: readonly string[];
  /** Each scale with one of another size. */
  readonly scales: Readonly<Record<string, string>>;
  /** Verbs that a denial is put beside, and the sentence it makes. */
  readonly verb: RegExp;
  readonly denied: (verb: string) => string;
  /** A denial that can be taken away. */
  readonly denial: RegExp;
}

const list = (words: string) => words.split(' ');
const CYRILLIC_VERB = (verbs: string, endings: string) =>
  new RegExp(`(?<![\\p{L}'’-]|(?<!\\p{L})(?:не|ні|ни|без) )(?:${verbs}|\\p{L}{3,}(?:${endings}))(?!\\p{L})`, 'u');
const notBefore = (verb: string) =>
  verb.charAt(0) === verb.charAt(0).toLowerCase() ? `не ${verb}` : `Не ${verb.toLowerCase()}`;

/** By language: the errors of the harness beside the data, and the same for languages it plants some of them in only. */
export const PLANT_WORDS: Readonly<Record<string, PlantWords>> = {
  en: {
    weekdays: list('Monday Tuesday Wednesday Thursday Friday Saturday Sunday'),
    months: list('January February April June July August September October November December'),
    scales: { million: 'billion', billion: 'million', crore: 'million', lakh: 'million' },
    verb: /\b(?:is|was|were|has|have|had|will|would)\b(?! not)/u,
    denied: (verb) => `${verb} not`,
    denial: /(?<=\b(?:is|was|were|has|have|had|will|would|did|does|do|could|can)) not\b/u,
  },
  uk: {
    weekdays: list('понеділок вівторок середу четвер п’ятницю суботу неділю'),
    months: list('січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня'),
    scales: {
      млн: 'млрд',
      млрд: 'млн',
      мільйон: 'мільярд',
      мільйонів: 'мільярдів',
      мільйони: 'мільярди',
      мільярд: 'мільйон',
      мільярдів: 'мільйонів',
      тис: 'млн',
      тисяч: 'мільйонів',
      тисячі: 'мільйони',
    },
    verb: CYRILLIC_VERB(
      'є|був|була|було|були|буде|будуть|має|мають|може|можуть',
      'ється|ються|али|или|ала|ало|ують|ають',
    ),
    denied: notBefore,
    denial: /(?<!\p{L})не (?=\p{Ll})/u,
  },
  ru: {
    weekdays: list('понедельник вторник среду четверг пятницу субботу воскресенье'),
    months: list('января февраля марта апреля мая июня июля августа сентября октября ноября декабря'),
    scales: {
      млн: 'млрд',
      млрд: 'млн',
      миллион: 'миллиард',
      миллионов: 'миллиардов',
      миллиона: 'миллиарда',
      миллиард: 'миллион',
      миллиардов: 'миллионов',
      тыс: 'млн',
      тысяч: 'миллионов',
      тысячи: 'миллиона',
    },
    verb: CYRILLIC_VERB('был|была|было|были|будет|будут|может|могут', 'ется|ются|ится|ятся|али|или|ала|ило|ают|ует'),
    denied: notBefore,
    denial: /(?<!\p{L})не (?=\p{Ll})/u,
  },
};

/** What planting needs of a text beside its words. */
export interface Ground {
  /** The names in it, as the harness finds them. */
  readonly names: readonly string[];
  /** A name that its article does not have. */
  readonly otherName: string | undefined;
}

/** One error in the text by kind; the text as it is where it offers no place for one. */
export function plant(kind: string, text: string, words: PlantWords, { names, otherName }: Ground): string {
  const [name] = names;
  switch (kind) {
    case 'number':
      return text.replace(/\d+/, (figures) => String(Number(figures) + (figures.length > 2 ? 11 : 1)));
    case 'scale':
      return swapped(text, Object.keys(words.scales), (scale) => words.scales[scale] ?? scale);
    case 'date':
      return swapped(
        swapped(text, words.weekdays, (day) => another(day, words.weekdays)),
        words.months,
        (month) => another(month, words.months),
      );
    case 'quotation':
      return text.replace(/(?<=[“«])(\p{L}+) (\p{L}+)(?= \p{L}[^“«»”]*[»”])/u, (both, one, other) =>
        one === other ? both : `${other} ${one}`,
      );
    case 'name':
      return name && otherName ? text.replace(name, () => otherName) : text;
    case 'order': {
      const [one, other] = names.filter((full) => full.includes(' '));
      return one && other ? text.replace(one, '\u0001').replace(other, one).replace('\u0001', other) : text;
    }
    case 'denial':
      return text.replace(words.verb, (verb) => words.denied(verb));
    case 'denial taken away':
      return text.replace(words.denial, '');
    default:
      throw new Error(`no such error: ${kind}`);
  }
}

function swapped(text: string, words: readonly string[], other: (word: string) => string): string {
  const either = words.map((word) => word.replace('’', "['’]")).join('|');
  return text.replace(new RegExp(`(?<!\\p{L})(?:${either})(?!\\p{L})`, 'u'), (word) => other(word));
}

function another(word: string, words: readonly string[]): string {
  return words[(words.indexOf(word.replace("'", '’')) + 2) % words.length] ?? word;
}
