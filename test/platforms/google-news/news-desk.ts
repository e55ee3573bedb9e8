import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Article } from '../../../src/domain/article.ts';
import type { Outlet } from '../../../src/domain/channel.ts';
import type { Entry, FlushOutcome, Platform } from '../../../src/domain/ports.ts';
import type { Post } from '../../../src/domain/post.ts';
import type { Instant } from '../../../src/domain/time.ts';
import { type GoogleNewsOptions, googleNewsPlatform } from '../../../src/platforms/google-news/index.ts';
import { anArticle, aPost, at } from '../../support/posts.ts';

export const OUTLET: Outlet = {
  id: 'demo',
  name: 'Demo Daily',
  url: 'https://news.example/',
  language: 'en',
  timezone: 'Europe/Kyiv',
};
export const ADDRESS = 'https://news.example/feeds/';
/** Two hours after the stories of `anEntry`. */
export const NOW = at('2026-05-01T10:00Z');

const signal = new AbortController().signal;

/** A story as the feeds get it, published 2026-05-01 08:00 UTC and not changed since. */
export function anEntry(
  story: Partial<Article> = {},
  { updatedAt, ...post }: Partial<Omit<Post, 'updatedAt'>> & { updatedAt?: Instant } = {},
): Entry {
  const article = anArticle(story);
  const key = { source: article.source, id: article.id };
  return {
    post: aPost({ article: key, link: article.url, ...post }),
    article,
    updatedAt: updatedAt ?? article.publishedAt,
  };
}

/** A set of feeds in a directory of its own that lives as long as the test. */
export interface NewsDesk {
  readonly platform: Platform;
  readonly directory: string;
  now: Instant;
  flush(...entries: readonly Entry[]): Promise<FlushOutcome>;
  read(name: string): Promise<string>;
  names(): Promise<readonly string[]>;
}

export async function openDesk(options: Partial<GoogleNewsOptions> = {}): Promise<NewsDesk> {
  const parent = await mkdtemp(join(tmpdir(), 'crier-news-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const directory = join(parent, 'public');
  const desk: NewsDesk = {
    platform: googleNewsPlatform({
      outlet: OUTLET,
      directory,
      address: ADDRESS,
      hubs: [],
      fetchAllow: [],
      now: () => desk.now,
      deadlineMs: 5000,
      ...options,
    }),
    directory,
    now: NOW,
    async flush(...entries) {
      const outcome = await desk.platform.flush?.(entries, signal);
      if (!outcome) throw new Error('the platform flushes nothing');
      return outcome;
    },
    read: (name) => readFile(join(directory, name), 'utf8'),
    names: async () => (await readdir(directory)).toSorted(),
  };
  return desk;
}
