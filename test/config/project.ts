import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadEnvironment } from '../../src/config/environment.ts';
import { faultLine } from '../../src/config/fault.ts';
import { type LoadResult, loadConfig } from '../../src/config/load.ts';

/** What every config here begins with. */
export const OUTLET = 'outlet: { name: Demo Daily, url: https://news.example, language: en, timezone: Europe/Kyiv }\n';
export const SOURCES = 'sources: [{ id: desk, type: folder, path: ../articles }]\n';
export const CHANNELS = 'channels: [{ id: x, platform: twitter, sandbox: true }]\n';
export const SOUND = OUTLET + SOURCES + CHANNELS;

/** All four secrets under a prefix. */
export function secretsFor(prefix: string, userId = '4711'): Record<string, string> {
  return {
    [`${prefix}_APP_KEY`]: `${prefix}-appkey-q1w2`,
    [`${prefix}_APP_SECRET`]: `${prefix}-appsecret-e3r4`,
    [`${prefix}_ACCESS_TOKEN`]: `${userId}-${prefix}-token-t5y6`,
    [`${prefix}_ACCESS_SECRET`]: `${prefix}-accesssecret-u7i8`,
  };
}

/** All that a Page needs under a prefix. */
export function pageSecretsFor(prefix: string, pageId = '1815'): Record<string, string> {
  return {
    [`${prefix}_PAGE_ID`]: pageId,
    [`${prefix}_PAGE_ACCESS_TOKEN`]: `${prefix}-pagetoken-o9p0`,
    [`${prefix}_APP_SECRET`]: `${prefix}-fbappsecret-a1s2`,
  };
}

/** A project folder with these files, gone after the test. */
export function project(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'crier-config-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

type Extras = Omit<Parameters<typeof loadConfig>[0], 'root' | 'env'>;

export async function loadFrom(
  root: string,
  env: Record<string, string> = {},
  extras: Extras = {},
): Promise<LoadResult> {
  return loadConfig({ root, env: await loadEnvironment({ root, env }), ...extras });
}

/** What a config file of this text comes to. */
export function load(yaml: string | Uint8Array, env: Record<string, string> = {}): Promise<LoadResult> {
  return loadFrom(project({ 'config/newsroom.yaml': yaml }), env);
}

/** The loaded config; fails with the faults where there are any. */
export function loaded(result: LoadResult): Extract<LoadResult, { type: 'loaded' }> {
  if (result.type === 'loaded') return result;
  throw new Error(result.faults.map(faultLine).join('\n'));
}

/** The fault lines, none where all is well. */
export function faultLines(result: LoadResult): readonly string[] {
  return result.type === 'faulty' ? result.faults.map(faultLine) : [];
}
