import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import type { Breaking, Budget, Channel, Match, Review } from '../domain/channel.ts';
import { SITEMAP_WINDOW_MS } from '../domain/feed.ts';
import { showsArticles } from '../domain/platform.ts';
import type { Config, FeedFiles } from './config.ts';
import { idFromName } from './outlet-id.ts';
import type { newsroom } from './schema.ts';
import { sourceSpec } from './source-schema.ts';
import { listenAddress } from './values.ts';

/** A channel before it is known whom it posts as; `prefix` is what its keys in the environment begin with. */
export type DraftChannel = Omit<Channel, 'account'> & { readonly prefix: string };

/** All that newsroom.yaml says by itself, without the environment; survives JSON. */
export type Draft = Omit<Config, 'channels' | 'accounts' | 'databasePath' | 'dataDirectory'> & {
  readonly channels: readonly DraftChannel[];
};

export type Newsroom = z.output<typeof newsroom>;
type NewsroomChannel = Newsroom['channels'][number];

const DEFAULT_PREFIX = { twitter: 'TWITTER', facebook: 'FACEBOOK', 'google-news': '' } as const satisfies Record<
  Channel['platform'],
  string
>;

/** Its own window is two days (Google's news-sitemap guide), so its news is fresh as long. */
const FEED_FRESH_FOR_MS = SITEMAP_WINDOW_MS;

/** What shows an article's image best: X makes little of a link's card, Facebook's card is the whole post. */
const DEFAULT_IMAGE: Partial<Record<Channel['platform'], NonNullable<Channel['image']>>> = {
  twitter: 'attach',
  facebook: 'preview',
};

/** Lays the checked newsroom.yaml out in the domain's terms; paths in it are relative to the file itself. */
export function draftOf(said: Newsroom, file: string): Draft {
  const { name } = said.outlet;
  return {
    outlet: { ...said.outlet, id: said.outlet.id ?? idFromName(name) ?? '' },
    sources: said.sources.map((source) => sourceSpec(source, dirname(file))),
    channels: said.channels.map((channel) => draftChannel(channel, said)),
    feeds: feedsOf(said, file),
    delivery: {
      leaseForMs: said.delivery.leaseFor,
      confirmAfterMs: said.delivery.confirmAfter,
      attempts: said.delivery.attempts,
      firstRetryMs: said.delivery.firstRetry,
    },
    preflight: said.preflight,
    ...(said.heartbeat !== undefined && { heartbeat: said.heartbeat }),
    listen: {
      desk: listenAddress(said.listen.desk),
      feeds: listenAddress(said.listen.feeds),
      push: listenAddress(said.listen.push),
    },
    trustProxy: said.trustProxy,
    fetchAllow: said.fetch.allow,
  };
}

/** What the keys of a channel begin with in the environment. */
export function prefixOf({ account, platform }: Pick<NewsroomChannel, 'account' | 'platform'>): string {
  return account ?? DEFAULT_PREFIX[platform];
}

function draftChannel(said: NewsroomChannel, { freshFor, catchUp }: Newsroom): DraftChannel {
  const isFeed = showsArticles(said.platform);
  const freshForMs = said.freshFor ?? (isFeed ? FEED_FRESH_FOR_MS : freshFor);
  const review = reviewOf(said.review);
  return {
    id: said.id,
    platform: said.platform,
    prefix: prefixOf(said),
    sandbox: said.sandbox,
    review,
    reviewWhen: matchOf(said.reviewWhen),
    ...(said.sections && { sections: said.sections }),
    exclude: matchOf(said.exclude),
    ...(said.languages && { languages: said.languages }),
    ...(freshForMs !== 'never' && { freshForMs }),
    minGapMs: said.minGap,
    maxPerHour: said.maxPerHour,
    ...(said.quietHours && { quietHours: said.quietHours }),
    ...(said.breaking && { breaking: breakingOf(said.breaking, review) }),
    budget: budgetOf(said.budget),
    linkTags: said.linkTags,
    ...wordingOf(said),
    ...imageOf(said),
    // Feeds have a window of their own: all that is in it is shown.
    ...(catchUp !== 'all' && !isFeed && { catchUp }),
  };
}

function feedsOf({ channels, outlet }: Newsroom, file: string): readonly FeedFiles[] {
  return channels.flatMap(({ id, directory, address = outlet.url, hubs = [], sandbox }) => {
    if (directory === undefined) return [];
    const path = resolve(dirname(file), directory);
    return [{ channel: id, directory: path, address: address.replace(/\/*$/, '/'), hubs: sandbox ? [] : hubs }];
  });
}

function wordingOf({
  platform,
  text,
  headline,
  hashtags,
}: NewsroomChannel): Pick<Channel, 'text' | 'headline' | 'hashtags'> {
  const own = text === undefined ? {} : { text };
  if (showsArticles(platform)) return own;
  const [most = 0, place] =
    typeof hashtags === 'object' ? ([hashtags.inline, 'inline'] as const) : ([hashtags, 'end'] as const);
  return { ...own, ...(headline !== 'auto' && { headline }), hashtags: { most, place } };
}

/** Nothing where the platform has no pictures of its own to attach. */
function imageOf({ platform, image, withoutAlt }: NewsroomChannel): Pick<Channel, 'image' | 'withoutAlt'> {
  const byDefault = DEFAULT_IMAGE[platform];
  return byDefault ? { image: image ?? byDefault, withoutAlt: withoutAlt ?? 'omit' } : {};
}

function reviewOf(said: NewsroomChannel['review']): Review {
  return typeof said === 'string' ? said : { holdMs: said.hold };
}

function matchOf(said: NewsroomChannel['exclude']): Match {
  return { sections: said?.sections ?? [], tags: said?.tags ?? [], words: said?.words ?? [] };
}

function breakingOf(said: NonNullable<NewsroomChannel['breaking']>, review: Review): Breaking {
  return {
    review: said.review === undefined ? review : reviewOf(said.review),
    ...(said.freshFor !== undefined && { freshForMs: said.freshFor }),
    maxPerHour: said.maxPerHour,
    when: {
      sections: said.when?.sections ?? [],
      tags: said.when?.tags ?? [],
      titleStarts: said.when?.titleStarts ?? [],
    },
  };
}

function budgetOf(said: NewsroomChannel['budget']): Budget {
  return {
    ...(said.perDay !== undefined && { perDayUsd: said.perDay }),
    ...(said.perMonth !== undefined && { perMonthUsd: said.perMonth }),
    ...(said.postsPerDay !== undefined && { postsPerDay: said.postsPerDay }),
    keepForBreaking: said.keepForBreaking,
  };
}
