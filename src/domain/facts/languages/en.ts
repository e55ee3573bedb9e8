import { lexicon, oneOf } from '../lexicon.ts';
import type { FactWords } from './language.ts';

/** English. */
export const english: FactWords = {
  dates: lexicon([
    ['monday', 'monday, mondays'],
    ['tuesday', 'tuesday, tuesdays'],
    ['wednesday', 'wednesday, wednesdays'],
    ['thursday', 'thursday, thursdays'],
    ['friday', 'friday, fridays'],
    ['saturday', 'saturday, saturdays'],
    ['sunday', 'sunday, sundays'],
    ['january', 'january, Jan'],
    ['february', 'february, Feb'],
    ['march', 'March'],
    ['april', 'april, Apr'],
    ['may', 'May'],
    ['june', 'june'],
    ['july', 'july'],
    ['august', 'August, Aug'],
    ['september', 'september, Sept, Sep'],
    ['october', 'october, Oct'],
    ['november', 'november, Nov'],
    ['december', 'december, Dec'],
  ]),
  scales: lexicon([
    [1e2, 'hundred, hundreds'],
    [1e3, 'thousand, thousands'],
    [1e5, 'lakh, lakhs'],
    [1e6, 'million, millions, mln, mn, m'],
    [1e7, 'crore, crores, cr'],
    [1e9, 'billion, billions, bln, bn'],
    [1e12, 'trillion, trillions, tn'],
  ]),
  units: lexicon([
    ['%', 'percent, per cent, percentage, pc'],
    ['USD', 'dollar, dollars, usd'],
    ['EUR', 'euro, euros, eur'],
    ['GBP', 'pound, pounds, gbp'],
    ['UAH', 'hryvnia, hryvnias, hryvnya, uah'],
    ['RUB', 'ruble, rubles, rouble, roubles, rub'],
    ['INR', 'rupee, rupees, rs, inr'],
  ]),
  numbers: lexicon([
    ...'one two three four five six seven eight nine ten eleven twelve'
      .split(' ')
      .map((word, place) => [place + 1, word] as const),
    ...'thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
      .split(' ')
      .map((word, place) => [place + 13, word] as const),
    ...'twenty thirty forty fifty sixty seventy eighty ninety'
      .split(' ')
      .map((word, place) => [(place + 2) * 10, word] as const),
    [2, 'both, twice, pair, couple'],
    [12, 'dozen'],
  ]),
  denies:
    oneOf(`not, no, never, none, nobody, nothing, neither, nor, without, cannot, isn't, aren't, wasn't, weren't, hasn't, haven't,
    hadn't, don't, doesn't, didn't, won't, wouldn't, can't, couldn't, shouldn't, mustn't, needn't, ain't, deny, denies, denied,
    denying, refuse, refuses, refused, refusing, reject, rejects, rejected, rejecting, fail, fails, failed, failing, unable,
    unlikely`),
  between: oneOf('to, a, an, the, any, be, been, have, had, that, yet, ever, even, also, just'),
  noNames:
    oneOf(`I, the, a, an, in, on, at, of, for, from, by, with, to, and, but, or, he, she, it, they, we, you, his, her, its, their, our,
    this, that, these, those, there, here, when, while, after, before, since, during, until, as, if, so, what, who, how, why, where,
    which, all, both, some, many, most, more, no, not, now, then, today, yesterday, tomorrow, about, over, under, between,
    according, meanwhile, however, mr, mrs, ms, mx, dr, sir, two, three, four, five, six, seven, eight, nine, ten,
    breaking, update, updated, correction, corrected, clarification, exclusive, live, watch, photo, photos, video`),
};
