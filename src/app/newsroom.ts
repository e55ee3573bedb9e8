import type { Summarizer } from '../domain/ports.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { newTally } from '../pipeline/tally.ts';
import { formatOf } from '../platforms/index.ts';
import { openStore } from '../store/index.ts';
import { linkCheckOf, platformsOf } from './accounts.ts';
import { digest, newId, now, processName, random, uptimeMs } from './machine.ts';
import { BadConfiguration, type Setup } from './setup.ts';
import { sourcesOf } from './sources.ts';

/**
 * Opens the store and wires every concrete part: the one place that knows them all.
 * @throws BadConfiguration where the store belongs to another outlet.
 * @throws StoreUnreachable where the store cannot be opened.
 */
export async function openNewsroom({ config, credentials, sourceKeys, redact, log }: Setup): Promise<Newsroom> {
  const store = await openStore({
    path: config.databasePath,
    onMigrated: (copy) => log.info('the database was brought up to date; as it was, it is kept', { copy }),
  });
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
    sources: sourcesOf(config, sourceKeys, redact, store),
    summarizer,
    formatOf,
    platformOf: platformsOf(config, credentials, redact),
    ...(config.preflight ? { linkCheck: linkCheckOf(config, redact) } : {}),
    process: processName(),
    now,
    uptimeMs,
    random,
    newId,
    digest,
    looks: new Map(),
    blindAt: new Map(),
    clocks: new Map(),
    tally: newTally(),
    log,
  };
}

/** The extractive summarizer, loaded when the first article wants words. */
export const summarizer: Summarizer = {
  async summarize(article, room, signal) {
    const { extractive } = await import('../summaries/index.ts');
    return extractive.summarize(article, room, signal);
  },
};

/** The summariser by itself, for texts of no source, and what tells their language; loaded when it is asked for. */
export async function summarizing() {
  const [summaries, { languageOfText }] = await Promise.all([
    import('../summaries/index.ts'),
    import('../lib/language.ts'),
  ]);
  return { ...summaries, languageOfText };
}
