import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import manifest from '../../package.json' with { type: 'json' };
import { fingerprint } from '../lib/fingerprint.ts';
import type { Draft } from './draft.ts';

/*
 * What newsroom.yaml came to, so that an idle pass loads neither yaml nor zod. One line with the digest of the inputs
 * and the draft, one with the draft. Only ever a copy: without it, or where it cannot be written, all works as well.
 */

/** What the draft depends on: the text and place of the config file, and this very build of crier. */
export function cacheKey(text: string, file: string): string {
  // The build's time as well as its version: both hold for a version in the making.
  return fingerprint([manifest.version, statSync(import.meta.filename).mtimeMs, file, text]);
}

/** The draft kept under this key, or undefined where there is none or it was damaged. */
export function readCache(path: string, key: string): Draft | undefined {
  const [seal, body, ...rest] = readIfThere(path).split('\n');
  if (body === undefined || rest.length > 0 || seal !== fingerprint([key, body])) return undefined;
  // The digest shows that these are the bytes this build once wrote, so they need no second check.
  const draft: Draft = JSON.parse(body);
  return draft;
}

/** Keeps the draft, unless a secret was written into the config. Readable by the owner only; replaced whole. */
export function writeCache(path: string, key: string, draft: Draft, redact: (text: string) => string): void {
  const body = JSON.stringify(draft);
  if (redact(body) !== body) return;
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, `${fingerprint([key, body])}\n${body}`, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch {
    removeIfThere(temporary);
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing can be removed, nothing was written.
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
