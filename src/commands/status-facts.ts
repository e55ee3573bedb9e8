import type { Fault } from '../domain/article.ts';
import type { Outlet } from '../domain/channel.ts';
import { windowsAt } from '../domain/gate.ts';
import { showsArticles } from '../domain/platform.ts';
import type { FeedRecord, HubRecord, LogbookEntry, Pause, SourceRecord, Spoken } from '../domain/store.ts';
import type { Instant } from '../domain/time.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { type ChannelReport, reportChannels, reportStanding, type Standing, tallyOf } from '../pipeline/report.ts';
import { standingPauses } from '../pipeline/resume.ts';
import { postJson } from './post-view.ts';

/** Everything `status` shows. */
export interface StatusFacts extends Standing {
  readonly outlet: Outlet;
  readonly posts: Tally;
  readonly channels: readonly (ChannelReport & { readonly posts: Tally })[];
  readonly money: readonly { readonly account: string; readonly sandbox: boolean; readonly spoken: Spoken }[];
  readonly sources: readonly (SourceRecord & { readonly faults: readonly (Fault & { readonly since: Instant })[] })[];
  /** Of the channels that show articles. */
  readonly feeds: readonly (FeedRecord & { readonly hubs: readonly HubRecord[] })[];
  readonly pauses: readonly Pause[];
  /** What people did last. */
  readonly logbook: readonly LogbookEntry[];
}

type Tally = ReturnType<typeof tallyOf>;

const LOGBOOK_LINES = 5;

export async function readStatus(room: Newsroom): Promise<StatusFacts> {
  const { store, outlet } = room;
  const faults = await store.faults();
  const sources = [];
  for (const { id } of room.sources) {
    sources.push({ ...(await store.source(id)), faults: faults.filter(({ source }) => source === id) });
  }
  const money = [];
  for (const { account, sandbox } of new Map(room.channels.map((channel) => [channel.account, channel])).values()) {
    money.push({ account, sandbox, spoken: await store.spoken(account, windowsAt(room.now(), outlet.timezone)) });
  }
  const feeds = [];
  for (const { id } of room.channels.filter(({ platform }) => showsArticles(platform))) {
    feeds.push({ ...(await store.feed(id)), hubs: await store.hubs(id) });
  }
  const counts = await store.counts();
  const channels = await reportChannels(room);
  return {
    ...(await reportStanding(room)),
    outlet,
    posts: tallyOf(counts),
    channels: channels.map((report) => ({ ...report, posts: tallyOf(counts, report.channel.id) })),
    money,
    sources,
    feeds,
    pauses: await standingPauses(room),
    logbook: await store.logbook(LOGBOOK_LINES),
  };
}

/** The same in JSON; `docs/schemas/status.schema.json` describes it. */
export function statusJson(facts: StatusFacts) {
  const { outlet, lastPass, posts, oldestWaiting, pauses } = facts;
  return {
    outlet: { id: outlet.id, name: outlet.name },
    lastPass: lastPass ?? null,
    channels: facts.channels.map(channelJson),
    posts,
    oldestWaiting: oldestWaiting ? postJson(oldestWaiting) : null,
    mayBeLive: facts.mayBeLive.map(postJson),
    needsPerson: facts.needsPerson.map(postJson),
    money: facts.money.map(({ account, sandbox, spoken }) => ({
      account,
      sandbox,
      postsToday: spoken.today,
      todayUsd: spoken.todayUsd,
      monthUsd: spoken.monthUsd,
    })),
    sources: facts.sources.map(({ id, stopped, faults }) => ({
      id,
      state: stopped ? 'stopped' : 'open',
      ...(stopped && { reason: stopped.detail, since: stopped.at, vanished: stopped.vanished }),
      unreadable: faults.map(({ item, detail, since }) => ({ item, detail, since })),
    })),
    feeds: facts.feeds.map(({ channel, changes, flushed, fault, hubs }) => ({
      channel,
      state: fault ? 'faulty' : flushed?.changes === changes ? 'current' : 'behind',
      ...(fault && { reason: fault.detail, since: fault.since }),
      hubs: hubs.map(({ hub, toldAt, lastError }) => ({
        hub,
        ...(toldAt && { toldAt }),
        ...(lastError !== undefined && { lastError }),
      })),
    })),
    pauses: pauses.map(({ scope, at, by, reason }) => ({ scope, at, by, reason })),
    logbook: facts.logbook,
  };
}

function channelJson({ channel, gate, posts }: StatusFacts['channels'][number]) {
  const { id, platform, account, sandbox } = channel;
  const closed = gate.type === 'closed' && { why: gate.why.replaceAll('-', '_'), reason: gate.detail };
  return {
    id,
    platform,
    account,
    sandbox,
    state: gate.type,
    ...closed,
    ...(gate.type === 'closed' && gate.since && { since: gate.since }),
    ...(gate.type === 'closed' && gate.until && { until: gate.until }),
    posts,
  };
}
