import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { aDesk } from './desk.ts';

const RULES = 'review: none\nexclude: { tags: [sponsored] }\nlinkTags: { utm_source: x }';

describe('preview', () => {
  it('shows what each channel would post, and writes nothing', async () => {
    const desk = aDesk({ channel: RULES });
    desk.article('bridge', { image: { url: 'https://news.example/b.jpg', alt: 'A bridge' } });
    desk.article('kitchen', { tags: ['sponsored'] });
    desk.article('wordless', { body: 'WORDS' });
    const before = readdirSync(desk.folder, { recursive: true });
    const shown = await desk.json(shapes.preview, 'preview', join(desk.folder, 'articles'));
    expect(shown).toMatchObject([
      {
        article: 'desk/bridge',
        channel: 'x',
        platform: 'twitter',
        status: 'scheduled',
        text: 'The council of bridge agreed on a new bridge over the river on Friday morning.',
        link: 'https://news.example/bridge?utm_source=x',
        maxLength: 280,
        image: 'https://news.example/b.jpg',
        alt: 'A bridge',
        cost: expect.any(Number),
      },
      { article: 'desk/kitchen', status: 'skipped', text: null, skipped: 'the channel excludes it (tag sponsored)' },
      { article: 'desk/wordless', status: 'pending_review', text: null, reason: { type: 'needs-words' } },
    ]);
    expect(shown[0]?.length).toBeGreaterThan(shown[0]?.text?.length ?? 280);
    expect(readdirSync(desk.folder, { recursive: true })).toEqual(before);
    expect(existsSync(join(desk.folder, 'data'))).toBe(false);
  });

  it('keeps the lines of a post in its frame', async () => {
    const desk = aDesk({ channel: 'review: none\ntext: "{headline}\\n\\n{summary}"' });
    desk.article('bridge');
    const { stdout } = await desk.crier('preview', join(desk.folder, 'articles'));
    const lines = stdout.split('\n').map((line) => line.replace(/^│ (.*?) *│$/, '$1'));
    const at = lines.indexOf('Story bridge');
    expect(lines.slice(at + 1, at + 3)).toEqual(['', expect.stringMatching(/^The council of bridge agreed/)]);
  });

  it('shows the image that will be attached and what it costs, and why one will not be', async () => {
    const channels = '  - { id: fb, platform: facebook, sandbox: true, review: none }';
    const desk = aDesk({ channel: 'review: none', channels });
    desk.article('bridge', { image: { url: 'https://news.example/b.jpg', alt: 'A bridge' } });
    desk.article('plain');
    desk.article('silent', { image: { url: 'https://news.example/s.jpg' } });
    const shown = await desk.json(shapes.preview, 'preview', join(desk.folder, 'articles'));
    const [bridge, onFacebook, plain, , silent] = shown;
    expect(bridge).toMatchObject({ image: 'https://news.example/b.jpg', alt: 'A bridge' });
    expect(onFacebook).not.toHaveProperty('image');
    expect((bridge?.cost ?? 0) - (plain?.cost ?? 0)).toBeCloseTo(0.005, 10);
    expect(silent).toMatchObject({ cost: plain?.cost, note: 'without its image: it has no alt text' });
    expect(silent).not.toHaveProperty('image');
    const { stdout } = await desk.crier('preview', join(desk.folder, 'articles'));
    expect(stdout).toContain('[A bridge] https://news.example/b.jpg');
    expect(stdout).toContain('without its image: it has no alt text');
  });

  it('says with --explain why each sentence was chosen', async () => {
    const desk = aDesk({ channel: RULES });
    const body =
      'The council closed the old bridge on Friday, leaving the three villages of the northern shore cut off from the town and its school. It was built in 1911 and carried ten thousand cars on a usual day before the floods of last spring came.';
    desk.article('bridge', { title: 'Council closes old bridge', body });
    desk.article('told', { title: 'Told', body, summary: 'The old bridge is closed after the floods of spring.' });
    const path = join(desk.folder, 'articles');
    const [bridge, told] = await desk.json(shapes.preview, 'preview', path, '--explain');
    expect(bridge?.summary).toMatchObject({ from: 'article', sentences: [{ place: 1 }, { place: 2 }] });
    expect(told?.summary).toEqual({ from: 'standfirst', sentences: [] });
    const { stdout } = await desk.crier('preview', path, '--explain');
    expect(stdout).toMatch(/sentence 1 of the article: opens the post.*headline/);
    expect(stdout).toMatch(/sentence 2 of the article: follows the sentence before it.*has a figure/);
    expect(stdout).toContain('the outlet’s own standfirst');
    expect((await desk.crier('preview', path)).stdout).not.toContain('of the article:');
  });

  it('shows the post in a frame', async () => {
    const desk = aDesk({ channel: RULES });
    desk.article('bridge');
    const { stdout, code } = await desk.crier('preview', join(desk.folder, 'articles/bridge.json'));
    expect(code).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toBe('desk/bridge on x: scheduled, goes out as soon as the account may speak');
    const frame = lines.slice(1);
    expect(frame.map((line) => line.length)).toEqual(frame.map(() => 76));
    expect(frame[0]).toMatch(/^┌─ Demo Daily ─+┐$/);
    expect(frame.at(-1)).toMatch(/^└─ \d+ of 280, costs \$0\.\d+ where it is billed ─+┘$/);
  });

  it('posts exactly what it showed', async () => {
    const desk = aDesk({ channel: RULES });
    desk.article('bridge');
    const [shown] = await desk.json(shapes.preview, 'preview', join(desk.folder, 'articles'));
    await desk.crier('run');
    expect(await desk.json(shapes.posts, 'queue', 'list')).toMatchObject([
      { status: 'published', text: shown?.text, link: shown?.link },
    ]);
  });

  it('names the files that cannot be read, and shows the others', async () => {
    const desk = aDesk();
    desk.article('bridge');
    desk.file('articles/broken.json', '{');
    const ran = await desk.crier('preview', join(desk.folder, 'articles'), '--json');
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('broken.json: ') });
    expect(shapes.preview.parse(JSON.parse(ran.stdout))).toHaveLength(1);
  });

  it('knows a path that is not there, an address and nothing at all', async () => {
    const desk = aDesk();
    expect(await desk.crier('preview', join(desk.folder, 'nothing.json'))).toMatchObject({ code: 66, stdout: '' });
    const address = await desk.crier('preview', 'https://news.example/bridge');
    expect(address).toMatchObject({ code: 64, stderr: expect.stringContaining('addresses are not read yet') });
    expect(await desk.crier('preview')).toMatchObject({ code: 64 });
  });
});
