import { mkdirSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { readArticles, redater, type Setup } from '../../app.ts';
import type { Article } from '../../domain/article.ts';
import { after, HOUR_MS, type Instant, MINUTE_MS, msBetween } from '../../domain/time.ts';
import { writeWhole } from './write-whole.ts';

/** Between these ages lie the copies, in the order and at the distances of the samples: a sitemap holds two days. */
const OLDEST_MS = 20 * HOUR_MS;
const NEWEST_MS = 4 * MINUTE_MS;
/** When a story under embargo is free, so that one can watch it go out. */
const EMBARGO_MS = MINUTE_MS;

interface Sample {
  readonly name: string;
  readonly text: string;
  /** Undefined: it cannot be read. */
  readonly article?: Article;
}

/**
 * Copies the sample stories, dated anew: the newest is some minutes old at `now`, all are of the last day, and an embargo
 * ends in a minute. A file that cannot be read is copied as it is, so that crier says what is wrong with it.
 */
export async function copySamples(options: {
  readonly from: string;
  readonly to: string;
  readonly config: Setup['config'];
  readonly now: Instant;
}): Promise<void> {
  const { from, to, config, now } = options;
  const samples = await readSamples(from, config);
  const moved = mover(
    samples.flatMap(({ article }) => (article ? [article] : [])),
    now,
  );
  const redated = await redater();
  const { language, timezone } = config.outlet;
  mkdirSync(to, { recursive: true });
  for (const { name, text, article } of samples) {
    const path = join(to, name);
    if (!article) {
      writeWhole(path, text);
      continue;
    }
    const { publishedAt, updatedAt, embargoUntil } = article;
    const dates = {
      publishedAt: moved(publishedAt),
      ...(updatedAt && { updatedAt: moved(updatedAt) }),
      ...(embargoUntil && { embargoUntil: after(now, EMBARGO_MS) }),
    };
    writeWhole(path, redated(text, name, dates, { source: article.source, language, timezone }));
    // A file of this second may still be written to, and would be waited for.
    const writtenAt = dates.publishedAt.epochMilliseconds / 1000;
    utimesSync(path, writtenAt, writtenAt);
  }
}

async function readSamples(folder: string, config: Setup['config']): Promise<readonly Sample[]> {
  const names = readdirSync(folder)
    .filter((name) => /^[^.].*\.(json|md|txt)$/.test(name))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const sample = { name, text: readFileSync(path, 'utf8') };
      for await (const read of readArticles(path, config)) if (read.type === 'article') return { ...sample, ...read };
      return sample;
    }),
  );
}

/** Draws the time between the oldest and the newest date of the articles together, or apart, to the span of the copies. */
function mover(articles: readonly Article[], now: Instant): (at: Instant) => Instant {
  const dates = articles
    .flatMap(({ publishedAt, updatedAt }) => (updatedAt ? [publishedAt, updatedAt] : [publishedAt]))
    .sort(Temporal.Instant.compare);
  const [oldest, newest] = [dates[0] ?? now, dates.at(-1) ?? now];
  const spanMs = Math.max(1, msBetween(oldest, newest));
  return (at) => after(now, -NEWEST_MS - ((OLDEST_MS - NEWEST_MS) * msBetween(at, newest)) / spanMs);
}
