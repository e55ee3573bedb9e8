import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { runNode } from '../support/node.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of the built project, so that the demo plays in a folder of its own. */
function aCheckout(): { root: string; crier: (...args: readonly string[]) => ReturnType<typeof runNode> } {
  const root = mkdtempSync(join(tmpdir(), 'crier-demo-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const part of ['dist', 'articles', 'config']) {
    cpSync(join(ROOT, part), join(root, part), { recursive: true, preserveTimestamps: true });
  }
  return { root, crier: (...args) => runNode([join(root, 'dist/main.cjs'), ...args], { cwd: tmpdir() }) };
}

describe('demo', () => {
  it('posts the samples once, shows them as X would, and says where to look', async () => {
    const { root, crier } = aCheckout();
    const first = await crier('demo');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const count = readdirSync(join(ROOT, 'articles')).length;
    expect(first.stdout).toContain(`Demo Daily had ${count} new articles; ${count - 1} were posted`);
    expect(first.stdout).toContain('skipped, the channel excludes it (tag sponsored)');
    const feet = [...first.stdout.matchAll(/^└─ (\d+) of 280 characters as X counts(, breaking)? ─+┘$/gm)];
    expect(feet).toHaveLength(count - 1);
    expect(feet.filter(([, length]) => Number(length) > 280)).toEqual([]);
    expect(feet.filter(([, , breaking]) => breaking)).toHaveLength(1);
    expect(first.stdout).toContain(join(root, 'data/demo/crier.db'));
    expect(first.stdout).toContain(`${join(root, 'bin/crier')} status`);

    const second = await crier('demo', '--once');
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).toContain('Nothing was new since the last run');
    const cards = (stdout: string) => stdout.slice(0, stdout.lastIndexOf('┘'));
    expect(cards(second.stdout)).toBe(cards(first.stdout));
    expect(sandboxLines(root)).toHaveLength(count - 1);
  });

  it('touches no other database', async () => {
    const { root, crier } = aCheckout();
    await crier('demo');
    expect(readdirSync(join(root, 'data'))).toEqual(['demo']);
    const listed = await crier('queue', 'list', '--json');
    expect(shapes.posts.parse(JSON.parse(listed.stdout))).toEqual([]);
  });

  it('plays in the sandbox only: a config that posts for real is left alone', async () => {
    const { root, crier } = aCheckout();
    const path = join(root, 'config/newsroom.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('sandbox: true', 'sandbox: false'));
    const secrets = ['APP_KEY', 'APP_SECRET', 'ACCESS_TOKEN', 'ACCESS_SECRET'].map(
      (key) => `TWITTER_${key}=planted-${key}`,
    );
    writeFileSync(join(root, '.env'), secrets.join('\n'));
    const ran = await crier('demo');
    expect(ran).toMatchObject({ code: 78, stdout: '', stderr: expect.stringContaining('posts for real') });
  });
});

function sandboxLines(root: string): readonly string[] {
  const folder = join(root, 'data/demo/sandbox');
  const [name = ''] = readdirSync(folder);
  return readFileSync(join(folder, name), 'utf8').trim().split('\n');
}
