import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import type { Breaking, Budget, Channel, Match, Review } from '../domain/channel.ts';
import type { Config } from './config.ts';
import { idFromName } from './outlet-id.ts';
import type { newsroom } from './schema.ts';
import { listenAddress } from './values.ts';

/** A channel before it is known whom it posts as; `prefix` is what its keys in the environment begin with. */
export type DraftChannel = Omit<Channel, 'account'> & { readonly prefix: string };

/** All that newsroom.yaml says by itself, without the environment; survives JSON. */
export type Draft = Omit<Config, 'channels' | 'accounts' | 'databasePath' | 'dataDirectory'> & {
  readonly channels: readonly DraftChannel[];
};

export type Newsroom = z.output<typeof newsroom>;
type NewsroomChannel = Newsroom['channels'][number];

const DEFAULT_PREFIX = { twitter: 'TWITTER', facebook: 'FACEBOOK' } as const satisfies Record<
  Channel['platform'],
  string
>;

/** Lays the checked newsroom.yaml out in the domain's terms; paths in it are relative to the file itself. */
export function draftOf(said: Newsroom, file: string): Draft {
  const { name } = said.outlet;
  return {
    outlet: { ...said.outlet, id: said.outlet.id ?? idFromName(name) ?? '' },
    sources: said.sources.map((source) => ({ ...source, path: resolve(dirname(file), source.path) })),
    channels: said.channels.map((channel) => draftChannel(channel, said)),
    delivery: {
      leaseForMs: said.delivery.leaseFor,
      confirmAfterMs: said.delivery.confirmAfter,
      attempts: said.delivery.attempts,
      firstRetryMs: said.delivery.firstRetry,
    },
    preflight: said.preflight,
    ...(said.heartbeat !== undefined && { heartbeat: said.heartbeat }),
    listen: { desk: listenAddress(said.listen.desk), feeds: listenAddress(said.listen.feeds) },
    trustProxy: said.trustProxy,
    fetchAllow: said.fetch.allow,
  };
}

/** What the keys of a channel begin with in the environment. */
export function prefixOf({ account, platform }: Pick<NewsroomChannel, 'account' | 'platform'>): string {
  return account ?? DEFAULT_PREFIX[platform];
}

function draftChannel(said: NewsroomChannel, { freshFor, catchUp }: Newsroom): DraftChannel {
  const freshForMs = said.freshFor ?? freshFor;
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
    ...(catchUp !== 'all' && { catchUp }),
  };
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
    when: { tags: said.when?.tags ?? [], titleStarts: said.when?.titleStarts ?? [] },
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
