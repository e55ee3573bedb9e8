import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { readArticles, readSetup, type Setup } from '../../../src/app.ts';
import { copySamples } from '../../../src/commands/demo/articles.ts';
import type { Article } from '../../../src/domain/article.ts';
import { showableFrom } from '../../../src/domain/article.ts';
import { at } from '../../support/posts.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const NOW = at('2026-11-26T10:00:00Z');
let config: Setup['config'];
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crier-samples-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const env = { DATABASE_URL: `sqlite:${folder}/crier.db`, CRIER_CONFIG: 'config/newsroom.yaml' };
  config = (await readSetup({ root: ROOT, env, writeLog: () => undefined, writesNothing: true })).config;
});

async function articlesIn(path: string): Promise<readonly Article[]> {
  const read = await Array.fromAsync(readArticles(path, config));
  return read.flatMap((one) => (one.type === 'article' ? [one.article] : []));
}

const copy = (from: string, to = join(folder, 'copy')) => copySamples({ from, to, config, now: NOW });
const inOrder = (articles: readonly Article[]) =>
  articles.toSorted((a, b) => Temporal.Instant.compare(a.publishedAt, b.publishedAt)).map(({ id }) => id);

it('copies the samples as stories of the last day, in their order, the newest some minutes old', async () => {
  await copy(join(ROOT, 'articles'));
  const [samples, copies] = [await articlesIn(join(ROOT, 'articles')), await articlesIn(join(folder, 'copy'))];
  expect(inOrder(copies)).toEqual(inOrder(samples));
  const ages = copies.map(({ publishedAt }) => publishedAt.until(NOW).total('minutes'));
  expect(Math.min(...ages)).toBeCloseTo(4, 0);
  expect(Math.max(...ages)).toBeLessThan(24 * 60);
  const undated = ({ publishedAt: _, updatedAt: __, embargoUntil: ___, ...rest }: Article) => rest;
  expect(copies.map(undated)).toEqual(samples.map(undated));
});

it('lets the embargo end in a minute, and dates a change after the publication and before now', async () => {
  await copy(join(ROOT, 'articles'));
  const copies = await articlesIn(join(folder, 'copy'));
  const free = copies.filter(({ embargoUntil }) => embargoUntil).map((article) => showableFrom(article).toString());
  expect(free).toEqual(['2026-11-26T10:01:00Z']);
  for (const { publishedAt, updatedAt = publishedAt } of copies) {
    expect(Temporal.Instant.compare(publishedAt, updatedAt)).toBeLessThanOrEqual(0);
    expect(Temporal.Instant.compare(updatedAt, NOW)).toBe(-1);
  }
});

it('gives the copies old file dates, so that no first pass waits for one to be written', async () => {
  await copy(join(ROOT, 'articles'));
  for (const name of readdirSync(join(folder, 'copy'))) {
    expect(statSync(join(folder, 'copy', name)).mtimeMs).toBeLessThan(NOW.epochMilliseconds - 60_000);
  }
});

it('copies what cannot be read as it is, and leaves what is no article', async () => {
  mkdirSync(join(folder, 'from/images'), { recursive: true });
  writeFileSync(join(folder, 'from/broken.json'), '{');
  writeFileSync(join(folder, 'from/.hidden.txt'), 'Hidden');
  writeFileSync(join(folder, 'from/one.txt'), 'One\n\n1 May 2026, 10:00 UTC\n\nThe only story.\n');
  await copy(join(folder, 'from'));
  expect(readdirSync(join(folder, 'copy')).toSorted()).toEqual(['broken.json', 'one.txt']);
  expect(readFileSync(join(folder, 'copy/broken.json'), 'utf8')).toBe('{');
  expect(readFileSync(join(folder, 'copy/one.txt'), 'utf8')).toContain('26 November 2026, 09:56 UTC');
});
