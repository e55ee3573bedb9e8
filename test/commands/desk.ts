import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { z } from 'zod';
import { testClock } from '../support/clock.ts';
import { runCrier } from '../support/crier.ts';
import type { Ran } from '../support/node.ts';

/** When the tests play, by the outlet's clock (Europe/Kyiv): Friday 2026-05-01, 12:00. */
export const NOON = Date.parse('2026-05-01T09:00:00Z');
const HOUR_MS = 3_600_000;

export interface DeskOptions {
  /** Lines of the one channel `x`, beside its sandbox; an editor approves each post where they do not say. */
  readonly channel?: string;
  /** Further lines of the config. */
  readonly more?: string;
  /** Further channels. */
  readonly channels?: string;
  /** Whether channel `x` posts for real. */
  readonly real?: boolean;
}

/** A newsroom in a folder of its own, over the sandbox, driven through the built bundle. */
export interface Desk {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Puts an article file into the watched folder; its address is https://news.example/<id>. */
  article(id: string, fields?: Readonly<Record<string, unknown>>): void;
  file(name: string, content: string): void;
  remove(name: string): void;
  /** Writes the config anew. */
  configure(options: DeskOptions): void;
  /** Hours since noon; every call starts there again. */
  at(hours: number): void;
  crier(...args: readonly string[]): Promise<Ran>;
  /** The JSON that a call answers, of this shape and no other. */
  json<Answer>(shape: z.ZodType<Answer>, ...args: readonly string[]): Promise<Answer>;
}

export function aDesk(options: DeskOptions = {}): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'crier-desk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const env = { DATABASE_URL: `sqlite:${folder}/data/crier.db`, CRIER_CONFIG: `${folder}/newsroom.yaml` };
  let clock = testClock({ startAt: NOON, speed: 1 }).env;
  const desk: Desk = {
    folder,
    env,
    article(id, fields = {}) {
      const title = `Story ${id}`;
      const body = `The council of ${id} agreed on a new bridge over the river on Friday morning.`;
      const publishedAt = '2026-05-01T08:30:00Z';
      desk.file(`articles/${id}.json`, JSON.stringify({ id, title, body, publishedAt, ...fields }));
    },
    file(name, content) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      // A file of the last second may still be written, and is not read yet.
      utimesSync(path, NOON / 1000 - 60, NOON / 1000 - 60);
    },
    configure: (anew) => desk.file('newsroom.yaml', config(anew)),
    remove: (name) => rmSync(join(folder, name)),
    at(hours) {
      clock = testClock({ startAt: NOON + hours * HOUR_MS, speed: 1 }).env;
    },
    crier: (...args) => runCrier(args, { cwd: tmpdir(), env: { ...env, CRIER_TEST_CLOCK: clock } }),
    async json(shape, ...args) {
      const ran = await desk.crier(...args, '--json');
      const answer: unknown = JSON.parse(ran.stdout || JSON.stringify(`only this on stderr: ${ran.stderr}`));
      return shape.parse(answer);
    },
  };
  desk.configure(options);
  mkdirSync(join(folder, 'articles'));
  return desk;
}

function config({ channel = '', more = '', channels = '', real = false }: DeskOptions): string {
  return `
outlet: { id: demo, name: Demo Daily, url: https://news.example, language: en, timezone: Europe/Kyiv }
sources:
  - { id: desk, type: folder, path: articles, link: "https://news.example/{id}" }
channels:
  - id: x
    platform: twitter
${`sandbox: ${!real}\n${channel}`.replace(/^/gm, '    ')}
${channels}
preflight: false
${more}
`;
}
