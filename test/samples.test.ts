import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatOf, readArticles, readSetup, summarizer } from '../src/app.ts';
import type { Article } from '../src/domain/article.ts';
import { PLATFORM_IDS } from '../src/domain/platform.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'articles');
const LARGEST_PICTURE = 60 * 1024;
const signal = new AbortController().signal;

const articles: Article[] = [];
const faults: unknown[] = [];

beforeAll(async () => {
  const env = { DATABASE_URL: `sqlite:${tmpdir()}/crier-samples.db`, CRIER_CONFIG: 'config/newsroom.yaml' };
  const { config } = await readSetup({ root: ROOT, env, writeLog: () => undefined, writesNothing: true });
  for await (const read of readArticles(FOLDER, config)) {
    if (read.type === 'article') articles.push(read.article);
    else faults.push(read.fault);
  }
});

describe('the sample stories', () => {
  it('all read without a fault, the folder of pictures among them', () => {
    expect(faults).toEqual([]);
    expect(articles).toHaveLength(readdirSync(FOLDER).filter((name) => /\.(json|md|txt)$/.test(name)).length);
  });

  it('show what happens in a newsroom', () => {
    const having = (test: (article: Article) => unknown) => articles.filter(test).length;
    expect(articles.length).toBeGreaterThanOrEqual(10);
    expect(having(({ image }) => image)).toBeGreaterThanOrEqual(8);
    expect(having(({ language }) => language === 'uk')).toBeGreaterThanOrEqual(3);
    expect(having(({ breaking }) => breaking)).toBe(1);
    expect(having(({ embargoUntil }) => embargoUntil)).toBe(1);
    expect(having(({ tags }) => tags.includes('sponsored'))).toBe(1);
  });

  it('have each picture they name, small, of the size they say, and told in words', async () => {
    const { default: sharp } = await import('sharp');
    const pictures = articles.flatMap(({ image }) => (image ? [image] : []));
    for (const { url, alt, width, height } of pictures) {
      const path = join(FOLDER, 'images', basename(new URL(url).pathname));
      expect(url).toBe(`https://news.example.com/images/${basename(path)}`);
      expect(statSync(path).size).toBeLessThan(LARGEST_PICTURE);
      expect(await sharp(path).metadata()).toMatchObject({ width, height });
      expect(alt?.length).toBeGreaterThan(30);
    }
    const named = pictures.map(({ url }) => basename(url)).toSorted();
    expect(readdirSync(join(FOLDER, 'images')).toSorted()).toEqual(named);
  });

  it('are posted in whole sentences of their own, a clause here and there left out', async () => {
    for (const article of articles) {
      const told = [article.title, article.summary ?? '', article.body].join('\n').replaceAll(/\s+/g, ' ');
      for (const platform of PLATFORM_IDS) {
        const format = await formatOf(platform);
        const words = await summarizer.summarize(article, format.room(article.url), signal);
        const sentences = [...new Intl.Segmenter(article.language, { granularity: 'sentence' }).segment(words ?? '')];
        expect(sentences.length, article.id).toBeGreaterThan(0);
        for (const { segment } of sentences) {
          const sentence = segment.replaceAll(/\s+/g, ' ').trim();
          expect(sentence).toMatch(/[.!?…][”»"]?$/);
          expect(told).toMatch(withClausesLeftOut(sentence));
        }
      }
    }
  });

  it('are named nowhere as real: every address is one that leads nowhere', () => {
    for (const name of readdirSync(FOLDER).filter((file) => file.includes('.'))) {
      const addresses = readFileSync(join(FOLDER, name), 'utf8').match(/https?:\/\/[^/\s"')]+/g) ?? [];
      expect(addresses.filter((address) => address !== 'https://news.example.com')).toEqual([]);
    }
  });
});

/** The sentence, from its first word to its last, where between its words a clause may stand that it lacks. */
function withClausesLeftOut(sentence: string): RegExp {
  const words = sentence
    .replace(/[.!?][”»"]?$/, '')
    .split(' ')
    .map(RegExp.escape);
  return new RegExp(`(?:^|[\\s“«])${words.join('(?:,? [^.!?]{1,200})?,? ')}(?:$|[\\s,.!?”»"])`);
}
