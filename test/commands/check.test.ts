import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { aDesk } from './desk.ts';

describe('check', () => {
  it('shows the config, the store, the sources and whom each account posts as, and takes nothing in', async () => {
    const desk = aDesk({ channel: 'minGap: 5m', more: 'heartbeat: https://hc.example/very-private-path' });
    desk.article('bridge');
    const checked = await desk.json(shapes.check, 'check');
    expect(checked).toMatchObject({
      config: { outlet: { id: 'demo' }, channels: [{ id: 'x', minGap: '5m' }] },
      store: { path: `${desk.folder}/data/crier.db`, state: 'open' },
      sources: [{ id: 'desk', state: 'reachable', articles: 1, more: false, unreadable: [] }],
      accounts: [{ state: 'known', sandbox: true, channels: ['x'], mayWrite: true }],
    });
    const { code, stdout } = await desk.crier('check');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^channels\[0\]\.minGap +5m$/m);
    expect(stdout).toContain('source desk: 1 articles\n');
    expect(stdout).toContain('posts as sandbox:twitter:TWITTER, may write\n');
    expect(stdout).not.toContain('very-private-path');
    expect(await desk.json(shapes.posts, 'queue', 'list')).toEqual([]);
  });

  it('ends with 1 where a file cannot be read or a source is not there', async () => {
    const desk = aDesk();
    desk.file('articles/broken.json', '[');
    const broken = await desk.crier('check');
    expect(broken).toMatchObject({ code: 1, stdout: expect.stringContaining('unreadable: broken.json: ') });
    rmSync(join(desk.folder, 'articles'), { recursive: true });
    expect(await desk.crier('check')).toMatchObject({ code: 1, stdout: expect.stringContaining('unreachable: ') });
    expect((await desk.json(shapes.check, 'check')).sources).toMatchObject([{ id: 'desk', state: 'unreachable' }]);
  });
});
