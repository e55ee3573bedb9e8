import type { Platform } from '../domain/ports.ts';

/** The platform with every secret taken out of what it answers, before it can reach a log, an event or a person. */
export function redacting(platform: Platform, redact: (text: string) => string): Platform {
  const clean = <T extends object>(answer: T): T =>
    'detail' in answer && typeof answer.detail === 'string' ? { ...answer, detail: redact(answer.detail) } : answer;
  const { repeatable, prepare } = platform;
  return {
    repeatable,
    ...(prepare && { prepare: async (post, signal) => clean(await prepare(post, signal)) }),
    publish: async (post, signal) => clean(await platform.publish(post, signal)),
    recent: async (query, signal) => clean(await platform.recent(query, signal)),
    retract: async (remoteId, signal) => clean(await platform.retract(remoteId, signal)),
    whoami: async (signal) => clean(await platform.whoami(signal)),
  };
}
