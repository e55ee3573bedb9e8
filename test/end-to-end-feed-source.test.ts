import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loopback } from './lib/loopback.ts';
import { runCrier } from './support/crier.ts';

const STORY = 'The council met on Monday and spoke about the bridge for three hours.';
const PARAGRAPH =
  'Nobody knew at first who would pay for it, and in the end the port said that it would, as it had done before.';

it('a story of a feed is completed from its page and posted once, whatever becomes of its id and its words', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crier-feed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let feed = { guid: '1', title: 'Bridge' };
  const asked: string[] = [];
  const host = await loopback(({ url = '' }, response) => {
    asked.push(url);
    const page = `<html><body><nav>Home</nav><article><p>${STORY}</p>${`<p>${PARAGRAPH}</p>`.repeat(4)}</article></body></html>`;
    const item =
      `<item><guid isPermaLink="false">${feed.guid}</guid><title>${feed.title}</title><link>/bridge</link>` +
      `<pubDate>${new Date().toUTCString()}</pubDate><description>About the bridge […]</description></item>`;
    const rss = `<rss version="2.0"><channel><title>T</title>${item}</channel></rss>`;
    response.writeHead(200, { 'content-type': url === '/feed' ? 'application/rss+xml' : 'text/html' });
    response.end(url === '/feed' ? rss : page);
  });
  const config = join(folder, 'newsroom.yaml');
  writeFileSync(
    config,
    `outlet: { id: e2e, name: E2E, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: site, type: feed, url: "http://${host}/feed", fullText: true }]
channels: [{ id: x, platform: twitter, sandbox: true, review: none }]
preflight: false
fetch: { allow: ["${host}"] }
`,
  );
  const startedAt = Date.now();
  const run = async (minutesLater: number) => {
    const clock = { CRIER_TEST_CLOCK: `${startedAt}:${startedAt + minutesLater * 60_000}:1` };
    const env = { CRIER_CONFIG: config, DATABASE_URL: `sqlite:${folder}/crier.db`, ...clock };
    const ran = await runCrier(['run', '--json'], { cwd: folder, env });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    return JSON.parse(ran.stdout);
  };
  expect(await run(0)).toMatchObject({ articles: { new: 1 }, posts: { published: 1 } });
  expect(asked).toEqual(['/feed', '/bridge']);
  feed = { guid: '1-b', title: 'Bridge, corrected' };
  // Not before it is due to be asked again.
  await run(0);
  expect(asked).toEqual(['/feed', '/bridge']);
  expect(await run(6)).toMatchObject({ articles: { new: 0, changed: 1 }, posts: {} });
  expect(asked).toEqual(['/feed', '/bridge', '/feed', '/bridge']);
  const spoken = readdirSync(join(folder, 'sandbox'))
    .filter((name) => name.endsWith('.jsonl') || name.endsWith('.json'))
    .map((name) => readFileSync(join(folder, 'sandbox', name), 'utf8'));
  expect(spoken.join().split(STORY)).toHaveLength(2);
});
