import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCrier } from './support/crier.ts';
import { startWordPress, USER } from './support/wordpress-lookalike/lookalike.ts';
import { wpPost } from './support/wordpress-lookalike/posts.ts';

test('a newsroom on WordPress posts what is out, once, asks no sooner than it may, and tells no password', async () => {
  const blog = await startWordPress();
  const folder = mkdtempSync(join(tmpdir(), 'crier-wordpress-'));
  onTestFinished(() => {
    blog.close();
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(
    join(folder, 'newsroom.yaml'),
    `outlet: { id: e2e, name: E2E, url: https://blog.example, language: en, timezone: Europe/Kyiv }
sources: [{ id: blog, type: wordpress, url: "${blog.url}", account: BLOG }]
channels: [{ id: x, platform: twitter, sandbox: true, review: none }]
preflight: false
fetch: { allow: ["127.0.0.1:${blog.port}"] }
`,
  );
  const env = {
    DATABASE_URL: `sqlite:${join(folder, 'crier.db')}`,
    BLOG_WORDPRESS_USER: USER.username,
    BLOG_APPLICATION_PASSWORD: USER.password,
  };
  const crier = (...args: string[]) => runCrier([...args, '--config', join(folder, 'newsroom.yaml')], { env });
  const date = Temporal.Now.instant().subtract({ minutes: 1 }).toString({ smallestUnit: 'second' });
  for (const post of [wpPost(1, { date }), wpPost(2, { date, status: 'draft' })]) blog.posts.set(post.id, post);

  const first = await crier('run', '--json');
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(first.stdout)).toMatchObject({ articles: { new: 1 }, posts: { published: 1 } });
  const asked = blog.asked.length;
  const second = await crier('run', '--json');
  expect(JSON.parse(second.stdout)).toMatchObject({ articles: { seen: 0 }, posts: {} });
  expect(blog.asked).toHaveLength(asked);

  const check = await crier('check');
  expect(check.stdout).toContain('source blog: 1 articles');
  blog.refusals.push({ status: 401, body: JSON.stringify({ code: 'incorrect_password', message: USER.password }) });
  const turnedDown = await crier('check');
  expect(turnedDown.stdout).toContain('source blog: unreachable');
  for (const { stdout, stderr } of [first, check, turnedDown]) expect(stdout + stderr).not.toContain(USER.password);
});
