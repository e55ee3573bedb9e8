import { inItsLanguage } from '../articles/own-language.ts';
import type { Config, ListenAddress } from '../config/config.ts';
import { pushAdvice } from '../config/push-keys.ts';
import type { FetchHandler, Listening } from '../desk/listen.ts';
import type { DeskOptions } from '../desk/options.ts';
import { beat } from '../lib/heartbeat.ts';
import { signature } from '../lib/signature.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { sandboxFaults } from '../platforms/index.ts';
import { StoreUnreachable } from '../store/index.ts';
import { sandboxDirectory } from './accounts.ts';
import { delay, now } from './machine.ts';
import type { Setup } from './setup.ts';

/** What the desk and the feeds answer; `pictures` are those of the demo. Loaded when a server is wanted. */
export async function handlersOf(
  room: Newsroom,
  { config }: Setup,
  health: DeskOptions['health'],
  pictures?: DeskOptions['pictures'],
): Promise<Handlers> {
  const [{ deskPages }, { feedPages }, sandbox] = await Promise.all([
    import('../desk/index.ts'),
    import('../desk/feeds.ts'),
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

/** What those answer whom newsroom systems send their articles; undefined where no source is pushed. */
export async function pushHandler({ store, log }: Newsroom, setup: Setup): Promise<FetchHandler | undefined> {
  const { config, sourceKeys, redact } = setup;
  if (config.sources.every(({ type }) => type !== 'push')) return undefined;
  const [{ pushApi }, { articleFromJson }, { idFault }] = await Promise.all([
    import('../desk/push.ts'),
    import('../articles/json-article.ts'),
    import('../articles/source-settings.ts'),
  ]);
  const { language, timezone } = config.outlet;
  const sites = config.sources.flatMap((spec) => {
    const keys = sourceKeys.get(spec.id);
    if (spec.type !== 'push' || keys?.type !== 'push') return [];
    const { id, link, drop } = spec;
    const settings = { source: id, language, timezone, ...(link !== undefined && { link }), ...(drop && { drop }) };
    const understand = async (text: string, sentAt: Temporal.Instant) => {
      const parsed = articleFromJson(text, sentAt, settings);
      return parsed.type === 'article' ? { ...parsed, article: await inItsLanguage(parsed) } : parsed;
    };
    return [{ id, keys, advice: pushAdvice(id, keys), understand, idFault }];
  });
  const isTrouble = (error: unknown) => error instanceof StoreUnreachable;
  const onError = (error: unknown) => {
    const what = isTrouble(error) ? 'the store cannot be reached' : 'a bug in crier, please report it';
    log.error(what, { why: redact(String(error)) });
  };
  return pushApi({ sites, store, now, isTrouble, onError }).fetch;
}

/** Opens an HTTP server; loaded when one is wanted. */
export async function openServer(address: ListenAddress, fetch: FetchHandler, { log }: Setup): Promise<Listening> {
  const { listen } = await import('../desk/listen.ts');
  const onError = (error: unknown) => log.error('a bug in crier, please report it', { why: String(error) });
  return listen({ ...address, fetch, onError });
}

/** Lets the worker work until the signal aborts; `done` once what is in hand has come to its end. */
export async function startWorker(room: Newsroom, { config, redact }: Setup, signal: AbortSignal) {
  const [{ work }, { factsOf, newPulse }] = await Promise.all([
    import('../worker/loop.ts'),
    import('../worker/pulse.ts'),
  ]);
  await loadPackages(room, config);
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

/**
 * Loads the packages that are not in the bundle, which is read whole at the start: an upgrade takes them away for a
 * while under a process that runs on.
 */
async function loadPackages({ platformOf }: Newsroom, { accounts, channels }: Config): Promise<void> {
  await Promise.all(accounts.map(({ id }) => platformOf(id)));
  // Where its native code does not fit the machine, only images that are too large go missing.
  if (channels.some(({ image }) => image === 'attach')) await import('sharp').catch(() => undefined);
}
