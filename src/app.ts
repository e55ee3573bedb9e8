import { join } from 'node:path';
import { folderSource } from './articles/folder.ts';
import type { Config, Credentials, ListenAddress } from './config/config.ts';
import { loadEnvironment } from './config/environment.ts';
import { type ConfigFault, faultLine } from './config/fault.ts';
import { loadConfig } from './config/load.ts';
import type { FetchHandler, Listening } from './desk/listen.ts';
import type { DeskOptions } from './desk/options.ts';
import { createDeadlineMs } from './domain/channel.ts';
import type { LinkCheck, Platform, Summarizer } from './domain/ports.ts';
import { beat } from './lib/heartbeat.ts';
import { createLog, type Log } from './lib/log.ts';
import { createRedactor } from './lib/redact.ts';
import { signature } from './lib/signature.ts';
import type { Newsroom } from './pipeline/newsroom.ts';
import { newTally } from './pipeline/tally.ts';
import { connectFacebook, formatOf, openPlatform, sandboxFaults } from './platforms/index.ts';
import { redacting } from './platforms/redacting.ts';
import { openStore, StoreUnreachable } from './store/index.ts';

export { type ReadArticle, readArticles } from './articles/read.ts';
export { describeConfig } from './config/describe.ts';
export { formatOf, StoreUnreachable };

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
  return { config: loaded.config, credentials: loaded.credentials, redact, log };
}

/**
 * Opens the store and wires every concrete part: the one place that knows them all.
 * @throws BadConfiguration where the store belongs to another outlet.
 * @throws StoreUnreachable where the store cannot be opened.
 */
export async function openNewsroom({ config, credentials, redact, log }: Setup): Promise<Newsroom> {
  const store = await openStore({ path: config.databasePath });
  const outlet = await store.claimOutlet(config.outlet.id);
  if (outlet !== config.outlet.id) {
    await store.close();
    const expected = `expected ${outlet}, to which ${config.databasePath} belongs, got ${config.outlet.id}`;
    throw new BadConfiguration([{ file: 'config', key: 'outlet.id', expected }]);
  }
  for (const { id, platform, ...spec } of config.accounts) {
    const app = 'app' in spec ? spec.app : undefined;
    const stored = await store.account(id);
    if (stored && stored.app === app) continue;
    await store.openAccount({ id, platform, ...(app === undefined ? {} : { app }) });
  }
  return {
    outlet: config.outlet,
    channels: config.channels,
    delivery: config.delivery,
    store,
    sources: config.sources.map((spec) =>
      folderSource({
        ...spec,
        language: config.outlet.language,
        timezone: config.outlet.timezone,
        now,
        delay,
      }),
    ),
    summarizer,
    formatOf,
    platformOf: platformsOf(config, credentials, redact),
    ...(config.preflight ? { linkCheck: linkCheckOf(config, redact) } : {}),
    now,
    random: () => crypto().randomInt(2 ** 32) / 2 ** 32,
    newId,
    digest,
    lookedAt: new Set(),
    blindAt: new Map(),
    tally: newTally(),
    log,
  };
}

/** The extractive summarizer, loaded when the first article wants words. */
export const summarizer: Summarizer = {
  async summarize(article, room, signal) {
    const { extractive } = await import('./summaries/index.ts');
    return extractive.summarize(article, room, signal);
  },
};

/** The summariser by itself, for texts of no source; loaded when it is asked for. */
export async function textSummarizer() {
  return (await import('./summaries/index.ts')).summarizeText;
}

/** What makes a Facebook Page an account and keeps its keys; loaded when it is asked for. */
export const connecting = async () => ({ ...(await import('./config/page-account.ts')), connectFacebook, now });

/** Writes an article file anew with other dates; loaded when it is asked for. */
export const redater = async () => (await import('./articles/redated.ts')).redated;

/** Takes every secret of the environment out of a text. */
export async function redactorOf({ root, env }: Pick<Start, 'root' | 'env'>): Promise<(text: string) => string> {
  return createRedactor((await loadEnvironment({ root, env })).secrets);
}

/** What the desk and the feeds answer; `pictures` are those of the demo. Loaded when a server is wanted. */
export async function handlersOf(
  room: Newsroom,
  { config }: Setup,
  health: DeskOptions['health'],
  pictures?: DeskOptions['pictures'],
): Promise<Handlers> {
  const [{ deskPages }, { feedPages }, sandbox] = await Promise.all([
    import('./desk/index.ts'),
    import('./desk/feeds.ts'),
    sandboxFaults(sandboxDirectory(config)),
  ]);
  const { feeds } = config;
  const desk = deskPages({ room, feeds, signature, health, sandbox, ...(pictures && { pictures }) });
  return { desk: desk.fetch, feeds: feedPages(feeds).fetch };
}

export interface Handlers {
  readonly desk: FetchHandler;
  readonly feeds: FetchHandler;
}

/** Opens an HTTP server; loaded when one is wanted. */
export async function openServer(address: ListenAddress, fetch: FetchHandler, { log }: Setup): Promise<Listening> {
  const { listen } = await import('./desk/listen.ts');
  const onError = (error: unknown) => log.error('a bug in crier, please report it', { why: String(error) });
  return listen({ ...address, fetch, onError });
}

/** Lets the worker work until the signal aborts; `done` once what is in hand has come to its end. */
export async function startWorker(room: Newsroom, { config, redact }: Setup, signal: AbortSignal) {
  const [{ work }, { factsOf, newPulse }] = await Promise.all([
    import('./worker/loop.ts'),
    import('./worker/pulse.ts'),
  ]);
  const { heartbeat, fetchAllow } = config;
  const pulse = newPulse(now());
  const tell = { allow: fetchAllow, warn: room.log.warn };
  const beating =
    heartbeat === undefined ? {} : { beat: (stop: AbortSignal) => beat(heartbeat, { ...tell, signal: stop }) };
  const sleep = (ms: number, stop: AbortSignal) => delay(ms, stop).catch(() => undefined);
  const isTrouble = (error: unknown) => error instanceof StoreUnreachable;
  const done = work(room, { pulse, sleep, isTrouble, redact, ...beating }, signal);
  return { done, facts: () => factsOf(pulse, now()) };
}

async function delay(ms: number, signal: AbortSignal): Promise<void> {
  await (await import('node:timers/promises')).setTimeout(ms, undefined, { signal });
}

function platformsOf(
  config: Config,
  credentials: ReadonlyMap<string, Credentials>,
  redact: (text: string) => string,
): Newsroom['platformOf'] {
  const opened = new Map<string, Promise<Platform>>();
  return async (account) => {
    const spec = config.accounts.find(({ id }) => id === account);
    if (!spec) return undefined;
    const secrets = credentials.get(account);
    const open = async () => {
      const common = { now, deadlineMs: createDeadlineMs(config.delivery), fetchAllow: config.fetchAllow };
      if (spec.type === 'feeds') {
        const channel = config.channels.find((one) => one.account === account);
        const files = config.feeds.find((one) => one.channel === channel?.id);
        if (!files) throw new Error(`the channel of ${account} has no files`);
        return openPlatform({
          ...common,
          ...files,
          type: 'feeds',
          outlet: config.outlet,
        });
      }
      if (secrets) return openPlatform({ ...common, ...secrets });
      return openPlatform({
        ...common,
        type: 'sandbox',
        platform: spec.platform,
        account,
        directory: sandboxDirectory(config),
      });
    };
    const platform = opened.get(account) ?? open().then((bare) => redacting(bare, redact));
    opened.set(account, platform);
    // A daemon tries again; a promise that failed once would fail for ever.
    platform.catch(() => opened.delete(account));
    return platform;
  };
}

function sandboxDirectory({ dataDirectory }: Config): string {
  return join(dataDirectory, 'sandbox');
}

function linkCheckOf({ fetchAllow, delivery }: Config, redact: (text: string) => string): LinkCheck {
  return async (link, signal) => {
    const { createLinkCheck } = await import('./lib/link-check.ts');
    const check = createLinkCheck({ allow: fetchAllow, deadlineMs: createDeadlineMs(delivery) });
    const answer = await check(link, signal);
    return answer.type === 'ready' ? answer : { ...answer, detail: redact(answer.detail) };
  };
}

function now(): Temporal.Instant {
  return Temporal.Now.instant();
}

/** Eight letters and digits that are not mistaken for one another when read aloud. */
function newId(): string {
  return Array.from(crypto().randomBytes(8), (byte) => 'abcdefghjkmnpqrstuvwxyz23456789'[byte % 31] ?? 'a').join('');
}

function digest(text: string): string {
  return crypto().createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Loaded when first wanted: an idle pass does without. */
function crypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}
