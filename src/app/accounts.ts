import { join } from 'node:path';
import type { Config, Credentials } from '../config/config.ts';
import { createDeadlineMs } from '../domain/channel.ts';
import type { LinkCheck, Platform } from '../domain/ports.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { openPlatform } from '../platforms/index.ts';
import { redacting } from '../platforms/redacting.ts';
import { now } from './machine.ts';

/** Opens each account when it is first wanted; what a platform says has lost every secret. */
export function platformsOf(
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

/** Where the sandbox keeps its accounts. */
export function sandboxDirectory({ dataDirectory }: Config): string {
  return join(dataDirectory, 'sandbox');
}

/** What readers find who follow a link, looked at before it is shared. */
export function linkCheckOf({ fetchAllow, delivery }: Config, redact: (text: string) => string): LinkCheck {
  return async (link, signal) => {
    const { createLinkCheck } = await import('../lib/link-check.ts');
    const check = createLinkCheck({ allow: fetchAllow, deadlineMs: createDeadlineMs(delivery) });
    const answer = await check(link, signal);
    if (answer.type === 'not-ready') return { ...answer, detail: redact(answer.detail) };
    const { page } = answer;
    return page ? { ...answer, page: { ...page, canonicals: page.canonicals.map(redact) } } : answer;
  };
}
