// What 2,500 stories cost the Google News channel in one pass, beside a script that only writes the same files with the
// same libraries: `npm run bench:feeds`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UNTOUCHED } from '../src/domain/post.ts';
import { googleNewsPlatform } from '../src/platforms/google-news/index.ts';

const STORIES = 2500;
const MOST_SECONDS = 5;

const launcher = fileURLToPath(new URL('../bin/crier', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'crier-feeds-'));
const env = {
  PATH: process.env.PATH,
  CRIER_CONFIG: join(folder, 'newsroom.yaml'),
  DATABASE_URL: `sqlite:${join(folder, 'data', 'crier.db')}`,
};

function crier(...args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(launcher, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`crier ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - start;
}

/** A story of six hundred words, published `n` minutes ago at most a day back. */
function story(n: number) {
  const sentence = `The council of town number ${n} met on Monday and spoke about the bridge for three hours.`;
  return {
    id: `story-${n}`,
    url: `https://news.example.com/story-${n}`,
    title: `Council of town ${n} meets on its bridge`,
    body: Array.from({ length: 12 }, () => `${sentence} ${sentence} ${sentence}`).join('\n\n'),
    publishedAt: new Date(Date.now() - (n % 1440) * 60_000).toISOString(),
  };
}

function fillNewsroom(): void {
  mkdirSync(join(folder, 'articles'));
  writeFileSync(
    env.CRIER_CONFIG,
    `outlet: { id: bench, name: Bench, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels: [{ id: news, platform: google-news, review: none, directory: public }]
`,
  );
  for (let n = 0; n < STORIES; n += 1) {
    writeFileSync(join(folder, 'articles', `story-${n}.json`), JSON.stringify(story(n)));
  }
}

/** Reads the stories and writes the files, with no memory of anything. */
async function bareMs(): Promise<number> {
  const start = performance.now();
  const now = Temporal.Now.instant;
  const outlet = { id: 'bench', name: 'Bench', url: 'https://news.example.com', language: 'en', timezone: 'UTC' };
  const common = { address: 'https://news.example.com/', hubs: [], fetchAllow: [], now, deadlineMs: 10_000 };
  const { flush } = googleNewsPlatform({ ...common, outlet, directory: join(folder, 'bare') });
  const entries = Array.from({ length: STORIES }, (_, n) => {
    const said: ReturnType<typeof story> = JSON.parse(
      readFileSync(join(folder, 'articles', `story-${n}.json`), 'utf8'),
    );
    const publishedAt = Temporal.Instant.from(said.publishedAt);
    const key = { source: 'desk', id: said.id };
    const article = { ...said, ...key, publishedAt, authors: [], tags: [], language: 'en', breaking: false };
    const post = {
      ...UNTOUCHED,
      id: said.id,
      article: key,
      channel: 'news',
      account: 'google-news:news',
      platform: 'google-news' as const,
      occasion: 'first',
      sandbox: false,
      state: 'published' as const,
      reason: { type: 'accepted' as const },
      text: said.title,
      textBy: 'crier' as const,
      link: said.url,
      contentHash: '',
      breaking: false,
      dueAt: publishedAt,
      newsAt: publishedAt,
      createdAt: publishedAt,
      updatedAt: publishedAt,
    };
    return { post, article: { ...article, status: 'usable' as const }, updatedAt: publishedAt };
  });
  await flush?.(entries, AbortSignal.timeout(60_000));
  return performance.now() - start;
}

fillNewsroom();
crier('pause', '--by', 'bench', '--reason', 'measuring');
while (crier('run', '--for', '1h') > 10_000);
crier('resume', '--by', 'bench');
const channel = crier('run');
const idle = crier('run');
const bare = await bareMs();
const entries = readFileSync(join(folder, 'public', 'news-sitemap-index.xml'), 'utf8').match(/<loc>/g)?.length;
console.log(
  `${STORIES} stories published and in the files   ${(channel / 1000).toFixed(2)} s   (at most ${MOST_SECONDS})`,
);
console.log(
  `the files alone, without any memory        ${(bare / 1000).toFixed(2)} s   ratio ${(channel / bare).toFixed(1)}`,
);
console.log(`the next pass, with nothing new            ${(idle / 1000).toFixed(2)} s`);
console.log(`sitemaps in the index                      ${entries}`);
rmSync(folder, { recursive: true, force: true });
