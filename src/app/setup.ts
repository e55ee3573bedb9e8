import type { Config, Credentials, SourceKeys } from '../config/config.ts';
import { loadEnvironment } from '../config/environment.ts';
import { type ConfigFault, faultLine } from '../config/fault.ts';
import { loadConfig } from '../config/load.ts';
import { createLog, type Log } from '../lib/log.ts';
import { createRedactor } from '../lib/redact.ts';

/** What a process was started with. */
export interface Start {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What `--config` said. */
  readonly configOption?: string;
  /** Where log lines go. */
  readonly writeLog: (line: string) => void;
  /** True: not even what was understood of the config is kept, to start sooner. */
  readonly writesNothing?: boolean;
}

/** The configured newsroom without its store: enough to compose and to explain. */
export interface Setup {
  readonly config: Config;
  readonly credentials: ReadonlyMap<string, Credentials>;
  readonly sourceKeys: ReadonlyMap<string, SourceKeys>;
  readonly redact: (text: string) => string;
  readonly log: Log;
}

/** The configuration is not usable; `lines` name every key, its file and what was expected. */
export class BadConfiguration extends Error {
  override readonly name = 'BadConfiguration';
  readonly lines: readonly string[];
  constructor(faults: readonly ConfigFault[]) {
    super('the configuration is not usable');
    this.lines = faults.map(faultLine);
  }
}

/**
 * Reads environment and config.
 * @throws BadConfiguration with every fault at once.
 */
export async function readSetup({ root, env, configOption, writeLog, writesNothing }: Start): Promise<Setup> {
  const environment = await loadEnvironment({ root, env });
  const loaded = await loadConfig({
    root,
    env: environment,
    ...(writesNothing ? {} : { cachePath: `${environment.databasePath}.config` }),
    ...(configOption === undefined ? {} : { configOption }),
  });
  if (loaded.type === 'faulty') throw new BadConfiguration(loaded.faults);
  const redact = createRedactor(loaded.secrets);
  const log = createLog({ level: environment.logLevel, redact, write: writeLog });
  const { config, credentials, sourceKeys } = loaded;
  return { config, credentials, sourceKeys, redact, log };
}

/**
 * Where the database is, an absolute path; the config need not be usable for that.
 * @throws BadConfiguration where the environment is at fault.
 */
export async function databasePathOf({ root, env }: Pick<Start, 'root' | 'env'>): Promise<string> {
  const { databasePath, faults } = await loadEnvironment({ root, env });
  if (faults.length > 0) throw new BadConfiguration(faults);
  return databasePath;
}

/** Takes every secret of the environment out of a text. */
export async function redactorOf({ root, env }: Pick<Start, 'root' | 'env'>): Promise<(text: string) => string> {
  return createRedactor((await loadEnvironment({ root, env })).secrets);
}
