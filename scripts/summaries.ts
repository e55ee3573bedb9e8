// Writes the examples in docs/summaries.md anew from the sample articles: `npm run summaries`.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { formatOf, readArticles, readSetup, summarizing } from '../src/app.ts';
import type { Article } from '../src/domain/article.ts';
import type { PlatformId } from '../src/domain/platform.ts';
import { roomToFill } from '../src/pipeline/compose.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = new URL('../docs/summaries.md', import.meta.url);
const EXAMPLES = 20;
const START = '<!-- examples: written by npm run summaries -->\n';

/** The page with its examples made anew. */
export async function withExamples(page: string): Promise<string> {
  const head = page.slice(0, page.indexOf(START) + START.length);
  return `${head}\n${(await examples()).join('\n')}`;
}

/** Every sample on X, then in the feeds, those that have a standfirst first. */
async function examples(): Promise<readonly string[]> {
  const articles: Article[] = [];
  const env = { DATABASE_URL: `sqlite:${tmpdir()}/crier-none.db`, CRIER_CONFIG: 'config/newsroom.yaml' };
  const { config } = await readSetup({ root: ROOT, env, writeLog: () => undefined, writesNothing: true });
  for await (const read of readArticles(`${ROOT}articles`, config))
    if (read.type === 'article') articles.push(read.article);
  articles.sort((one, other) => (one.id < other.id ? -1 : 1));
  const onX = articles.map((article) => example(article, 'twitter'));
  const inFeeds = articles
    .toSorted((one, other) => Number(other.summary !== undefined) - Number(one.summary !== undefined))
    .map((article) => example(article, 'google-news'));
  return (await Promise.all([...onX, ...inFeeds])).slice(0, EXAMPLES);
}

const NAMES: Readonly<Record<PlatformId, string>> = { twitter: 'X', facebook: 'Facebook', 'google-news': 'feeds' };

async function example(article: Article, platform: PlatformId): Promise<string> {
  const { explainSummary } = await summarizing();
  const room = roomToFill(await formatOf(platform), article.url);
  const { summary = '(needs an editor’s words)', from, sentences } = explainSummary(article, room);
  const why = sentences.map(({ place, reasons, leftOut }) => {
    const gone = leftOut.map((words) => ` Left out: \`${words}\`.`).join('');
    return `- sentence ${place}: ${reasons.join('; ')}.${gone}`;
  });
  const reasons = from === 'standfirst' ? ['- the outlet’s own standfirst: whole, and it fits.', ...why] : why;
  const size = `${room.measure(summary)} of ${room.maxLength}`;
  return [`**${article.title}** (${NAMES[platform]}, ${size})`, '', `> ${summary}`, '', ...reasons, ''].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(PAGE, await withExamples(readFileSync(PAGE, 'utf8')));
}
