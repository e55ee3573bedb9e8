import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { doubtsAbout, type Told } from '../../../src/domain/facts/doubts.ts';
import { summarizeText } from '../../../src/summaries/index.ts';
import { PLANT_WORDS, plant } from './plants.ts';

// The articles belong to their publishers: they stay outside the repository, beside it, and are skipped where absent.
const SHARED = fileURLToPath(new URL('../../../../shared/summaries/', import.meta.url));
const measured = describe.skipIf(!existsSync(`${SHARED}harness/lib/checks.mjs`));

/** In characters: as long as a post may be. */
const STRETCH = 450;
const STRETCHES = 5;
const TIMEOUT_MS = 300_000;

const SETS = [
  ['en', 'en-inshorts'],
  ['uk', 'uk-bruk'],
  ['ru', 'ru-zvezda'],
] as const;

/** What must be seen of errors planted in the article's own words: so many in a hundred. */
const AT_LEAST = {
  number: 95,
  quotation: 95,
  date: 95,
  name: 90,
  order: 90,
  scale: 90,
  denial: 90,
  'denial taken away': 90,
} as const;

interface Harness {
  sentences(text: string): string[];
  namesOf(text: string): string[];
}

measured('facts, by errors planted in articles', () => {
  test.each(SETS)(
    '%s: what stands in the article raises no doubt, and errors do',
    async (language, set) => {
      const harness = await loadHarness();
      const words = PLANT_WORDS[language];
      if (!words) throw new Error(`no errors can be planted in ${language}`);
      const stories = storiesOf(set);
      const seen = new Map<string, { of: number; seen: number }>();
      let [stretches, alarms] = [0, 0];
      for (const [place, story] of stories.entries()) {
        const other = harness.namesOf(stories[(place + 7) % stories.length]?.body ?? '');
        const otherName = other.find((name) => !`${story.body}${story.title}`.includes(name.split(' ')[0] ?? name));
        for (const text of stretchesOf(story, harness)) {
          stretches += 1;
          if (doubtsAbout(text, story).length > 0) alarms += 1;
          for (const kind of Object.keys(AT_LEAST)) {
            const wrong = plant(kind, text, words, { names: harness.namesOf(text), otherName });
            if (wrong === text) continue;
            const tally = seen.get(kind) ?? { of: 0, seen: 0 };
            tally.of += 1;
            if (doubtsAbout(wrong, story).length > 0) tally.seen += 1;
            seen.set(kind, tally);
          }
        }
      }
      const shares = Object.fromEntries(
        [...seen].map(([kind, { of, seen: n }]) => [kind, Math.floor((1000 * n) / of) / 10]),
      );
      expect(alarms / stretches).toBeLessThanOrEqual(0.01);
      const missed = Object.entries(AT_LEAST).filter(([kind, share]) => (shares[kind] ?? 0) < share);
      expect(missed.map(([kind]) => `${kind} ${shares[kind]}`)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test.each(SETS)(
    '%s: at most one of a hundred of crier’s own posts is held up',
    (_, set) => {
      const posts = storiesOf(set).flatMap((story) =>
        [230, 400, 450].flatMap((maxLength) => {
          const text = summarizeText(story, { maxLength, measure: (words) => [...words].length });
          return text === undefined ? [] : [{ text, story }];
        }),
      );
      const held = posts.filter(({ text, story }) => doubtsAbout(text, story).length > 0);
      expect(posts.length).toBeGreaterThan(0);
      expect(held.length / posts.length).toBeLessThanOrEqual(0.01);
    },
    TIMEOUT_MS,
  );
});

async function loadHarness(): Promise<Harness> {
  const { sentences } = await import(`${SHARED}harness/lib/text.mjs`);
  const { namesOf } = await import(`${SHARED}harness/lib/checks.mjs`);
  return { sentences, namesOf };
}

function storiesOf(set: string): readonly Told[] {
  const lines = readFileSync(`${SHARED}data/${set}.dev.jsonl`, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const { title, text, lang } = JSON.parse(line);
    return { title, body: text, language: lang };
  });
}

/** The first stretches of the article's own sentences, each as long as a post. */
function stretchesOf({ body }: Told, { sentences }: Harness): readonly string[] {
  const found: string[] = [];
  let stretch = '';
  for (const sentence of sentences(body).filter(({ length }) => length <= STRETCH)) {
    if (stretch.length + sentence.length >= STRETCH) {
      found.push(stretch);
      stretch = '';
    }
    stretch = stretch ? `${stretch} ${sentence}` : sentence;
  }
  return [...found, stretch].slice(0, STRETCHES).filter(Boolean);
}
