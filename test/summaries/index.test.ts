import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Room } from '../../src/domain/ports.ts';
import { explainSummary, extractive, summarizeText } from '../../src/summaries/index.ts';

const room = (maxLength: number): Room => ({ maxLength, measure: (text) => [...text].length });

const BRIDGE = 'The old bridge at Halden was closed to all traffic on Monday after divers found cracks in two piers.';
const DIVERS = 'Divers will go down again on Thursday, the county council said.';
const COST = 'Repairs could cost up to 4.5 million crowns and last until spring.';

function summary(
  paragraphs: readonly string[],
  maxLength = 230,
  more: { title?: string; summary?: string; language?: string } = {},
) {
  return summarizeText(
    { title: 'Halden bridge shut', body: paragraphs.join('\n\n'), language: 'en', ...more },
    room(maxLength),
  );
}

const TOLD = {
  en: [
    'The harbour bridge was opened to trams on Monday after eleven weeks of repairs.',
    'The first to cross it were the children of the river school.',
    'The bridge is open again.',
  ],
  uk: [
    'Міст через гавань у понеділок відкрили для трамваїв після одинадцяти тижнів ремонту.',
    'Першими його перейшли діти з річкової школи.',
    'Міст знову відкрито для міста.',
  ],
  ru: [
    'Мост через гавань в понедельник открыли для трамваев после одиннадцати недель ремонта.',
    'Первыми его перешли дети из речной школы.',
    'Мост опять служит всему городу.',
  ],
} as const;
type Spoken = keyof typeof TOLD;
const SPOKEN: readonly Spoken[] = ['en', 'uk', 'ru'];

describe('a story told in two languages', () => {
  const pairs = SPOKEN.flatMap((own) => SPOKEN.filter((other) => other !== own).map((other) => [own, other] as const));
  const allOf = (language: Spoken) => TOLD[language].join(' ');

  test.each(pairs)('of which one is %s has a post in that, wherever the %s stands', (language, other) => {
    const own = allOf(language);
    for (const paragraphs of [
      [own, allOf(other)],
      [allOf(other), own],
      [...TOLD[other].flatMap((sentence, index) => [sentence, TOLD[language][index] ?? ''])],
    ]) {
      const post = summary(paragraphs, 450, { language, title: '' });
      expect(post?.startsWith(TOLD[language][0])).toBe(true);
      for (const sentence of TOLD[other]) expect(post).not.toContain(sentence);
    }
  });

  test.each(pairs)('of which one is %s takes no standfirst in %s', (language, other) => {
    expect(summary([allOf(language)], 450, { language, title: '', summary: allOf(other) })).toBe(allOf(language));
  });

  test('may quote the other language', () => {
    const quoting = 'Капітан порту зустрів гостей словами «Мы рады, что мост снова открыт» і дзвоном.';
    expect(summary([quoting, ...TOLD.uk], 90, { language: 'uk', title: 'Капітан порту зустрів гостей' })).toBe(quoting);
  });
});

describe('an extractive summary', () => {
  test('opens with the first sentence and goes on while the room lasts', () => {
    expect(summary([BRIDGE, DIVERS, COST])).toBe(`${BRIDGE} ${DIVERS}`);
    expect(summary([BRIDGE, DIVERS, COST], 300)).toBe(`${BRIDGE} ${DIVERS} ${COST}`);
  });

  test('fills the room to the last character and not beyond', () => {
    const both = `${BRIDGE} ${DIVERS}`;
    expect(summary([BRIDGE, DIVERS], both.length)).toBe(both);
    expect(summary([BRIDGE, DIVERS], both.length - 1)).toBe(BRIDGE);
  });

  test('takes no sentence that may go on in the next line', () => {
    expect(summary([BRIDGE, `${DIVERS} ${COST}\ncrowns, that is.`], 450)).toBe(`${BRIDGE} ${DIVERS}`);
    expect(summary([BRIDGE, `${DIVERS} ${COST}\n\ncrowns, that is.`], 450)).toBe(`${BRIDGE} ${DIVERS} ${COST}`);
  });

  test('lets no sentence lean over what is no sentence', () => {
    const leaning = 'They will go down again on Thursday, the county council said.';
    expect(summary([`${BRIDGE} ${leaning}`], 450)).toBe(`${BRIDGE} ${leaning}`);
    for (const gap of ['Divers at work', 'Photo: a diver.', '“We saw cracks. We shall be back”'])
      expect(summary([BRIDGE, gap, leaning], 450)).toBe(BRIDGE);
  });

  test('passes over a sentence that is too long for one that fits', () => {
    expect(summary([BRIDGE, DIVERS], 70)).toBe(DIVERS);
  });

  test('is left to an editor where no whole sentence fits', () => {
    expect(summary([BRIDGE, DIVERS, COST], 20)).toBeUndefined();
    expect(summary([BRIDGE], 0)).toBeUndefined();
    expect(summary([])).toBeUndefined();
    expect(summary(['Bridge news', 'Read on'])).toBeUndefined();
  });

  test('counts as the platform counts', () => {
    const double: Room = { maxLength: 2 * BRIDGE.length, measure: (text) => 2 * text.length };
    expect(summarizeText({ title: '', body: `${BRIDGE} ${DIVERS}`, language: 'en' }, double)).toBe(BRIDGE);
  });

  test('stays a glance in a room without end', () => {
    const more = ['Traffic goes round by Sund.', 'Shops have sent staff home.', 'A ferry may sail from June.'];
    expect(summary([BRIDGE, DIVERS, COST, ...more], 60_000)).toBe(`${BRIDGE} ${DIVERS} ${COST} ${more[0]}`);
  });

  test('is what the summarizer of the pipeline answers', async () => {
    const article = {
      source: 'desk',
      id: '1',
      url: 'https://news.example/1',
      title: 'Halden bridge shut',
      body: BRIDGE,
      authors: [],
      tags: [],
      publishedAt: Temporal.Instant.from('2024-05-01T10:00:00Z'),
      language: 'en-gb',
      status: 'usable',
      breaking: false,
    } as const;
    expect(await extractive.summarize(article, room(230), new AbortController().signal)).toBe(BRIDGE);
  });
});

describe('what a summary never opens with', () => {
  test.each([
    ['a pronoun without its person', 'She told reporters that the closure would hurt every shop in the town.'],
    ['a connective', 'However, the county council had warned of such cracks three years ago.'],
    ['a tail that answers something', 'The council had not been told about any of these cracks, however.'],
    ['a question', 'Who is going to pay for the repairs of the oldest bridge in the county?'],
    ['a quotation without its speaker', '“The town cannot live without its bridge for half a year.”'],
    ['somebody’s own voice', 'I have crossed this bridge every day of my life since childhood.'],
    ['what is too short to be the news', 'Nobody was hurt there.'],
  ])('%s', (_, sentence) => {
    expect(summary([sentence, BRIDGE], 130)).toBe(BRIDGE);
  });

  test.each([
    [
      'uk',
      'Він додав, що ремонт мосту триватиме щонайменше до весни.',
      'Міст через річку Тису закрили в понеділок для всього транспорту.',
    ],
    [
      'ru',
      'Однако ремонт моста, по оценке властей, продлится до весны.',
      'Мост через реку Тису закрыли в понедельник для всего транспорта.',
    ],
  ])('%s: a leaning sentence', (language, leaning, lead) => {
    expect(summary([leaning, lead], 80, { language })).toBe(lead);
  });
});

describe('what a summary never holds', () => {
  test('a leaning sentence whose predecessor is not there', () => {
    const long = `The county council, ${'which has met twice this week, '.repeat(5)}will meet again.`;
    expect(summary([BRIDGE, long, 'It will decide on Friday.'], 150)).toBe(BRIDGE);
    expect(summary([BRIDGE, 'It was built in 1911.'], 150)).toBe(`${BRIDGE} It was built in 1911.`);
  });

  test('a sentence out of somebody’s long quotation', () => {
    const quoted = `“${`The river ${'and the sea '.repeat(16)}have always been stronger than us. `.repeat(3)}The piers are gone.” ${DIVERS}`;
    expect(summary([BRIDGE, quoted])).toBe(`${BRIDGE} ${DIVERS}`);
    expect(summary([`“The piers are gone for good now. ${COST}`, BRIDGE], 110)).toBe(BRIDGE);
  });

  test('a sentence out of a quotation that runs on into the next paragraph', () => {
    const first = 'The mayor said: “We are cut off.';
    expect(summary([BRIDGE, first, 'The piers are gone for good now. Nobody helps us any more.” He left.'])).toBe(
      BRIDGE,
    );
    expect(summary([BRIDGE, `${first} No help has come.`, DIVERS])).toBe(`${BRIDGE} ${DIVERS}`);
  });

  test('the items of a list without the line that announces them', () => {
    expect(summary([BRIDGE, 'These roads are closed, the council says:', 'The road to Sund is closed.'])).toBe(BRIDGE);
  });

  test('an appeal in the middle of a paragraph', () => {
    expect(summary([`${BRIDGE} For more, sign up for our newsletter. ${DIVERS}`])).toBe(`${BRIDGE} ${DIVERS}`);
  });

  test.each([
    ['an opening quotation mark without its end', 'The mayor called the cracks “a disaster for everybody in town.'],
    ['a cut end', 'The mayor called the cracks a disaster for everybody in…'],
    ['an end in the middle of a name', 'The cracks were found on Friday by the divers of Capt.'],
    ['an address', 'More pictures of the cracks are shown at https://news.example/cracks today.'],
    ['a telephone number', 'The county council of Halden answers all questions at 555-01-99 until Friday.'],
    ['a handle', 'The county council wrote as @haldencounty that the bridge is shut.'],
    ['a broken encoding', 'The mayor of Halden said the caf\ufffd by the bridge will stay open.'],
    ['a direction trick', 'The mayor of Halden said the \u202ebridge will stay open to all.'],
    ['the title once more', 'Halden bridge shut.'],
    ['a label', 'Photo: The bridge at Halden as seen by the county’s own divers.'],
    ['an appeal', 'Sign up for our newsletter to hear from the bridge every morning.'],
    ['a credit', '(Reporting by Ana Lund in Halden; editing by Per Berg.)'],
    ['a time', 'Halden, Monday, 13 January 2020, at 4:31 p.m.'],
  ])('%s', (_, sentence) => {
    expect(summary([sentence, BRIDGE])).toBe(BRIDGE);
    expect(summary([BRIDGE, sentence])).toBe(BRIDGE);
  });

  test('the rest of a paragraph that opens as an appeal', () => {
    expect(summary(['Subscribe now. Every bridge in the county is covered in full detail.', BRIDGE])).toBe(BRIDGE);
  });

  test('the same thing twice', () => {
    expect(summary([BRIDGE, 'The old bridge at Halden was closed to traffic on Monday.'])).toBe(BRIDGE);
  });
});

describe('of what fits, a summary takes', () => {
  const market = 'The market on the quay sold fish, bread and flowers all through the weekend.';

  test('what tells the headline', () => {
    expect(summary([BRIDGE, market, COST], 170, { title: 'Repairs of Halden bridge to cost millions' })).toBe(
      `${BRIDGE} ${COST}`,
    );
  });

  test('what stands first where the headline is a figure of speech', () => {
    const title = 'All the fish in the sea: flowers, bread and other stories of an April weekend';
    expect(summary([BRIDGE, DIVERS], 130, { title })).toBe(BRIDGE);
  });

  test('a sentence without a clause where the whole one is too long', () => {
    const long = `${BRIDGE.slice(0, -1)}, leaving the three villages of the northern shore cut off from the town.`;
    expect(summary([long], 120)).toBe(BRIDGE);
    expect(summary([long], 200)).toBe(long);
  });

  test('no sentence that leans on what was left out of the one before it', () => {
    const long = 'Ana Lund closed the old bridge at Halden on Monday, after a talk with Per Berg of the ferry office.';
    const next = 'He will run two boats a day.';
    expect(summary([long, next], 130)).toBe(`${long} ${next}`);
    expect(summary([long, next], 95)).toBe('Ana Lund closed the old bridge at Halden on Monday.');
  });

  test('sentences that a system has glued together one by one', () => {
    expect(summary([`${BRIDGE}${DIVERS}${COST}`])).toBe(`${BRIDGE} ${DIVERS}`);
  });
});

describe('in a story told in two languages', () => {
  test.each([
    [
      'uk',
      'Міст через річку Тису закрили в понеділок для всіх.',
      'Мост через реку Тису был закрыт в понедельник для всех, объявили власти.',
    ],
    [
      'ru',
      'Мост через реку Тису закрыли в понедельник для всех.',
      'Міст через річку Тису закрили в понеділок для всіх, оголосила міська влада.',
    ],
    [
      'en',
      'The bridge over the Tista was closed to all on Monday.',
      'Міст через річку Тису закрили в понеділок для всіх, оголосила міська влада.',
    ],
    [
      'uk',
      'Міст через річку Тису закрили в понеділок для всіх.',
      'The bridge over the Tista was closed to all on Monday, the council said.',
    ],
  ])('%s: only the sentences of its own are taken', (language, own, other) => {
    expect(summary([own, other], 300, { language, title: '' })).toBe(own);
    expect(summary([other, own], 300, { language, title: '' })).toBe(own);
  });

  test('a quotation may be in the other', () => {
    const quoted = 'Міст закрили, а мер гостей сказав: «Мы этого ждали, но всё же удивлены», і поїхав додому.';
    expect(summary([quoted], 300, { language: 'uk', title: '' })).toBe(quoted);
  });
});

describe('a dateline', () => {
  test.each([
    ['en', 'HALDEN, Norway (Agency) — '],
    ['en', 'HALDEN, Jan. 12 (Agency) - '],
    ['en', 'Halden, Jan 12 (NPA) '],
    ['en', 'HALDEN — '],
    ['en', '13 January 2022, 04:31 PM\n\n'],
  ])('%s: "%s" is left out', (_, dateline) => {
    expect(summary([dateline + BRIDGE])).toBe(BRIDGE);
  });

  test.each([
    ['uk', 'УЖГОРОД, 12 січня (Агенція) — ', 'Міст через річку Тису закрили в понеділок для всього транспорту.'],
    ['ru', 'УЖГОРОД, 12 янв. — ', 'Мост через реку Тису закрыли в понедельник для всего транспорта.'],
  ])('%s: "%s" is left out', (language, dateline, lead) => {
    expect(summary([dateline + lead], 100, { language })).toBe(lead);
  });

  test('stays where what follows would not be a sentence', () => {
    const sentence = 'NATO (the alliance) — and its members — will meet in Halden next week.';
    expect(summary([sentence])).toBe(sentence);
  });
});

describe('the outlet’s own standfirst', () => {
  const standfirst = 'Cracks in two piers have shut the bridge. The town is cut in half.';

  test('comes first where it is whole and fits', () => {
    expect(summary([BRIDGE], 230, { summary: ` ${standfirst}\n` })).toBe(standfirst);
  });

  test('may fill the room to the last character and not beyond', () => {
    expect(summary([DIVERS], standfirst.length, { summary: standfirst })).toBe(standfirst);
    expect(summary([DIVERS], standfirst.length - 1, { summary: standfirst })).toBe(DIVERS);
  });

  describe('where readers expect more than that', () => {
    const long = (maxLength: number, mostSentences?: number): Room => ({
      ...room(maxLength),
      goesOn: true,
      ...(mostSentences !== undefined && { mostSentences }),
    });
    const told = (paragraphs: readonly string[], where: Room, language = 'en') =>
      summarizeText({ title: 'Halden bridge', summary: standfirst, body: paragraphs.join('\n\n'), language }, where);

    test('is followed by what else the story says', () => {
      expect(told([DIVERS, COST], long(400))).toBe(`${standfirst} ${DIVERS} ${COST}`);
      expect(told([DIVERS, COST], room(400))).toBe(standfirst);
    });

    test('is not followed by what it says itself, nor by what leans on that', () => {
      const again = 'Cracks in two of its piers have shut the old bridge at Halden.';
      expect(told([`${again} They were found on Monday by divers. ${COST}`], long(400))).toBe(`${standfirst} ${COST}`);
    });

    test('and what follows keep the room, and its number of sentences', () => {
      const both = `${standfirst} ${DIVERS}`;
      expect(told([DIVERS], long(both.length))).toBe(both);
      expect(told([DIVERS], long(both.length - 1))).toBe(standfirst);
      expect(told([DIVERS, COST], long(400, 3))).toBe(both);
      expect(told([DIVERS, COST], long(400, 2))).toBe(standfirst);
    });

    test('says why each sentence follows', () => {
      const story = { title: 'Halden bridge', summary: standfirst, body: DIVERS, language: 'en' };
      expect(explainSummary(story, long(400))).toMatchObject({
        summary: `${standfirst} ${DIVERS}`,
        from: 'standfirst',
        sentences: [{ place: 1, reasons: [expect.stringMatching(/^goes on after the standfirst/)] }],
      });
    });
  });

  test('a room for few sentences has no more', () => {
    expect(
      summarizeText(
        { title: '', body: `${BRIDGE} ${DIVERS} ${COST}`, language: 'en' },
        { ...room(400), mostSentences: 2 },
      ),
    ).toBe(`${BRIDGE} ${DIVERS}`);
  });

  test.each([
    ['is cut', 'Cracks in two piers have shut the bridge. The town is…'],
    ['is cut with dots', 'Cracks in two piers have shut the bridge [...]'],
    ['does not end', 'Cracks in two piers have shut the bridge'],
    ['is the title again', 'Halden Bridge Shut!'],
    ['leans on something', 'It has been shut because of cracks in two of its piers.'],
    ['speaks of the outlet', 'Cracks in two piers have shut the bridge. Subscribe for more.'],
    ['is too long', `${standfirst} ${'Nobody knows for how long. '.repeat(9)}`],
  ])('gives way to the story where it %s', (_, cut) => {
    expect(summary([BRIDGE], 120, { summary: cut })).toBe(BRIDGE);
  });
});

const SEEDS = new URL('../../../shared/seeds/', import.meta.url);
const seeds = existsSync(SEEDS) ? readdirSync(SEEDS).filter((name) => name.endsWith('.txt')) : [];

test.skipIf(seeds.length === 0)('a seed article gives clean posts in every room', () => {
  for (const name of seeds) {
    const [title = '', , ...rest] = readFileSync(new URL(name, SEEDS), 'utf8').split(/\n\s*\n/);
    const body = rest.join('\n\n');
    const flat = body.replace(/\s+/g, ' ');
    for (let maxLength = 40; maxLength <= 1_200; maxLength += 10) {
      const text = summarizeText({ title, body, language: 'en' }, room(maxLength));
      expect(text ?? '').not.toMatch(/video of day|follow us|newsletter|show more|daily at/i);
      if (text === undefined) continue;
      expect([...text].length).toBeLessThanOrEqual(maxLength);
      expect(text).toMatch(/^“?\p{Lu}.*[.!]["”]?$/u);
      expect(flat).toContain(text.slice(0, 60));
    }
    expect(summarizeText({ title, body, language: 'en' }, room(256))).toBeDefined();
  }
});
