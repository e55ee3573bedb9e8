import { join } from 'node:path';
import type { Outlet } from '../../domain/channel.ts';
import type { FlushOutcome, Platform } from '../../domain/ports.ts';
import type { Instant } from '../../domain/time.ts';
import { diskFault, whyUnwritable } from './disk-fault.ts';
import { readIfThere, replaceFiles } from './files.ts';
import { tellHub } from './hub.ts';
import { storyId } from './identity.ts';
import { FEED_NAMES, isSurplusSitemap } from './names.ts';
import { webAddress } from './web-address.ts';

export interface GoogleNewsOptions {
  readonly outlet: Outlet;
  /** Absolute; made where it is missing. */
  readonly directory: string;
  /** The public address of that directory; ends with a slash. */
  readonly address: string;
  /** WebSub hubs; none is told where it is empty. */
  readonly hubs: readonly string[];
  /** `host:port` that may be private. */
  readonly fetchAllow: readonly string[];
  readonly now: () => Instant;
  /** The longest that telling one hub may take. */
  readonly deadlineMs: number;
}

/**
 * News sitemaps for Google and full-text feeds for everyone else. Google News takes no posts: a story is published by
 * being in the files, which `flush` writes; its remote id is a tag URI that outlives everything else.
 */
export function googleNewsPlatform(options: GoogleNewsOptions): Platform {
  const { outlet, directory, address, hubs, now } = options;
  let isWritable = false;
  let lastFlush: FlushOutcome | undefined;

  return {
    repeatable: true,
    hubs,

    async publish(post, signal) {
      if (signal.aborted) return { type: 'unavailable', detail: 'stopped before anything was written' };
      if (webAddress(post.link) === undefined) {
        return { type: 'refused', detail: `no feed takes this link: ${post.link.slice(0, 200)}; correct the article` };
      }
      // Once is enough: a disk that fails later fails the flush, which says so.
      const fault = isWritable ? undefined : await whyUnwritable(directory);
      if (fault !== undefined) return { type: 'unavailable', detail: fault };
      isWritable = true;
      return { type: 'published', remoteId: post.remoteId ?? storyId(outlet.url, post.article), url: post.link };
    },

    async recent() {
      return { type: 'read', posts: [], complete: true, clockAheadMs: 0 };
    },

    async retract(remoteId) {
      // The sitemaps do not say whose address is whose: they are as the last flush left them.
      if (lastFlush?.type === 'failed') return { type: 'unavailable', detail: lastFlush.detail };
      try {
        const still = await filesThatMention(remoteId, directory);
        return still.length === 0
          ? { type: 'gone' }
          : { type: 'unavailable', detail: `it is still in ${still.join(', ')}; the next flush takes it out` };
      } catch (error) {
        return { type: 'unavailable', detail: diskFault(error, directory) };
      }
    },

    async whoami() {
      const fault = await whyUnwritable(directory);
      const detail = `name ${address}news-sitemap.xml in robots.txt; with more than 1,000 stories in two days, ${address}news-sitemap-index.xml`;
      return { type: 'known', name: address, mayWrite: fault === undefined, detail: fault ?? detail };
    },

    async flush(entries, signal) {
      // What writes the formats takes longer to load than a pass that has nothing to write.
      const { render } = await import('./render.ts');
      const { files, digest, nextAt } = await render(entries, options, now());
      try {
        const replaced = await replaceFiles(directory, files, isSurplusSitemap, signal);
        lastFlush = { type: 'flushed', replaced, digest, ...(nextAt && { nextAt }) };
      } catch (error) {
        const stopped = 'stopped before all files were replaced; the next flush replaces the others';
        lastFlush = { type: 'failed', detail: error === signal.reason ? stopped : diskFault(error, directory) };
      }
      return lastFlush;
    },

    async ping(hub, signal) {
      return tellHub(
        hub,
        FEED_NAMES.map((name) => `${address}${name}`),
        options,
        signal,
      );
    },
  };
}

/** The feeds in which a story has its id, whole: ids hold nothing that XML or JSON escape. */
async function filesThatMention(remoteId: string, directory: string): Promise<readonly string[]> {
  const contents = await Promise.all(FEED_NAMES.map((name) => readIfThere(join(directory, name))));
  const mentions = [`>${remoteId}<`, JSON.stringify(remoteId)];
  return FEED_NAMES.filter((_, at) => mentions.some((mention) => contents[at]?.toString().includes(mention)));
}
