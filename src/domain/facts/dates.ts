/** Weekdays and months by the stems of their names: English, Ukrainian and Russian, in every case. */
const NAMES: Readonly<Record<string, RegExp>> = {
  monday: /^(?:monday|понеділ\p{L}*|понедельник\p{L}*)s?$/u,
  tuesday: /^(?:tuesday|вівтор\p{L}*|вторник\p{L}*)s?$/u,
  wednesday: /^(?:wednesday|серед[аиуі]|середою|сред[аыуе]|средой|среду)s?$/u,
  thursday: /^(?:thursday|четвер|четверга?|четвергу|четвергом)s?$/u,
  friday: /^(?:friday|п'ятниц\p{L}*|пятниц\p{L}*)s?$/u,
  saturday: /^(?:saturday|субот\p{L}*|суббот\p{L}*)s?$/u,
  sunday: /^(?:sunday|неділ[яюіи]|неділею|воскресень\p{L}*)s?$/u,
  january: /^(?:january|січ(?:ень|н[яіюе]\p{L}*)|январ\p{L}*)$/u,
  february: /^(?:february|лют(?:ий|ого|ому|им)|феврал\p{L}*)$/u,
  march: /^(?:march|берез(?:ень|н[яіюе]\p{L}*)|марта?|марте)$/u,
  april: /^(?:april|квіт(?:ень|н[яіюе]\p{L}*)|апрел\p{L}*)$/u,
  may: /^(?:трав(?:ень|н[яіюе]\p{L}*)|май|мая|мае)$/u,
  june: /^(?:june|черв(?:ень|н[яіюе]\p{L}*)|июн[яьеюи]\p{L}*)$/u,
  july: /^(?:july|лип(?:ень|н[яіюе]\p{L}*)|июл[яьеюи]\p{L}*)$/u,
  august: /^(?:august|серп(?:ень|н[яіюе]\p{L}*)|август\p{L}*)$/u,
  september: /^(?:september|верес(?:ень|н[яіюе]\p{L}*)|сентябр\p{L}*)$/u,
  october: /^(?:october|жовт(?:ень|н[яіюе]\p{L}*)|октябр\p{L}*)$/u,
  november: /^(?:november|листопад\p{L}*|ноябр\p{L}*)$/u,
  december: /^(?:december|груд(?:ень|н[яіюе]\p{L}*)|декабр\p{L}*)$/u,
};

/** The weekdays and months that words in lower case name, by their English names. */
export function datesOf(words: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const word of words) {
    for (const [name, form] of Object.entries(NAMES)) if (form.test(word)) found.set(name, word);
  }
  return found;
}
