import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LOG_LEVELS, type LogLevel } from '../lib/log.ts';
import { createRedactor } from '../lib/redact.ts';
import { type ConfigFault, got } from './fault.ts';
import { secretsIn } from './source-keys.ts';

const DEFAULT_DATABASE = 'sqlite:data/crier.db';
const SECRET_KEY = /_(APP_KEY|APP_SECRET|ACCESS_TOKEN|ACCESS_SECRET|APPLICATION_PASSWORD)$|^PUSH_\w+_(SECRET|TOKEN)$/;
const SECRET_ADDRESS = /_DATABASE_URL$/;

/** The process environment over what `.env` says. */
export interface Environment {
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Every secret in it, for the redactor. */
  readonly secrets: readonly string[];
  readonly logLevel: LogLevel;
  /** Absolute. */
  readonly databasePath: string;
  /** What is wrong with it; the fields above then hold their defaults. `loadConfig` reports these with its own. */
  readonly faults: readonly ConfigFault[];
}

/** Reads `<root>/.env`, which may be missing, under `env`: what the process was started with wins. Changes neither. */
export async function loadEnvironment(options: {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<Environment> {
  const { root, env } = options;
  const faults: ConfigFault[] = [];
  const report = (key: string, expected: string) => faults.push({ file: '.env', key, expected });
  const values = { ...(await readEnvFile(join(root, '.env'), report)), ...env };
  const secrets = Object.entries(values).flatMap(([key, value]) => secretsOf(key, value?.trim()));
  const logLevel = readLogLevel(values.LOG_LEVEL || 'info', createRedactor(secrets), report);
  const databasePath = resolve(root, readDatabaseFile(values.DATABASE_URL || DEFAULT_DATABASE, report));
  return { values, secrets, logLevel, databasePath, faults };
}

function secretsOf(key: string, value: string | undefined): readonly string[] {
  if (!value) return [];
  return SECRET_KEY.test(key) ? [value] : SECRET_ADDRESS.test(key) ? secretsIn(value) : [];
}

type Report = (key: string, expected: string) => void;

async function readEnvFile(path: string, report: Report): Promise<Readonly<Record<string, string>>> {
  try {
    const text = readFileSync(path);
    const { parse } = await import('dotenv');
    return parse(text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT') report('', `expected a file that can be read (${code})`);
    return {};
  }
}

function readLogLevel(text: string, redact: (text: string) => string, report: Report): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text.toLowerCase());
  if (!level) report('LOG_LEVEL', `expected one of ${LOG_LEVELS.join(', ')}, ${got(text, redact)}`);
  return level ?? 'info';
}

function readDatabaseFile(url: string, report: Report): string {
  const file = /^sqlite:(?!\/\/|:memory:)(.*[^/])$/.exec(url)?.[1];
  if (file !== undefined) return file;
  // An address of another kind may carry a password: only its scheme is shown.
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? 'no scheme';
  if (/^postgres(ql)?:/i.test(url)) report('DATABASE_URL', `PostgreSQL: not yet; use ${DEFAULT_DATABASE}`);
  else report('DATABASE_URL', `expected sqlite: and a file, such as ${DEFAULT_DATABASE}, got ${scheme}`);
  return readDatabaseFile(DEFAULT_DATABASE, report);
}
