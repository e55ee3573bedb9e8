import type { Platform } from '../domain/ports.ts';

/** The platform with every secret taken out of what it answers, before it can reach a log, an event or a person. */
export function redacting(platform: Platform, redact: (text: string) => string): Platform {
  const clean = async <T extends object>(answering: Promise<T>): Promise<T> => {
    try {
      const answer = await answering;
      const { detail, note, warning }: { detail?: unknown; note?: unknown; warning?: unknown } = answer;
      return {
        ...answer,
        ...(typeof detail === 'string' && { detail: redact(detail) }),
        ...(typeof note === 'string' && { note: redact(note) }),
        ...(typeof warning === 'string' && { warning: redact(warning) }),
      };
    } catch (bug) {
      throw new Error(redact(String(bug)));
    }
  };
  const { repeatable, prepare, isPrepared, flush, hubs, ping } = platform;
  return {
    repeatable,
    ...(prepare && { prepare: (post, signal) => clean(prepare(post, signal)) }),
    ...(isPrepared && { isPrepared: (post) => isPrepared(post) }),
    publish: (post, signal) => clean(platform.publish(post, signal)),
    recent: (query, signal) => clean(platform.recent(query, signal)),
    retract: (remoteId, signal) => clean(platform.retract(remoteId, signal)),
    whoami: (signal) => clean(platform.whoami(signal)),
    ...(flush && { flush: (entries, signal) => clean(flush(entries, signal)) }),
    ...(hubs && { hubs }),
    ...(ping && { ping: (hub, signal) => clean(ping(hub, signal)) }),
  };
}
