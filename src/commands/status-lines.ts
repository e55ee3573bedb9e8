import type { Closed } from '../domain/gate.ts';
import type { Post } from '../domain/post.ts';
import { clock, dollars, inWords, POST_HEADS, postRow } from './post-view.ts';
import type { StatusFacts } from './status-facts.ts';
import { columns } from './table.ts';

/** A screen has no room for more of a kind. */
const SHOWN_AT_MOST = 8;

/** `status` in words. */
export function statusLines(facts: StatusFacts): readonly string[] {
  const { outlet, lastPass, oldestWaiting, mayBeLive, needsPerson } = facts;
  const { timezone } = outlet;
  return [
    `${outlet.name} (${timezone}): ${lastPass ? `last pass noted at ${clock(lastPass, timezone)}, as it is every ten minutes` : 'no pass yet; "crier run" makes one'}`,
    ...part('channels', channelLines(facts)),
    ...part('posts', [postsInWords(facts.posts)]),
    ...part('waits longest', oldestWaiting ? postLines([oldestWaiting], timezone) : []),
    ...part('may be live, no clear answer yet', postLines(mayBeLive, timezone)),
    ...part('needs a person', postLines(needsPerson, timezone)),
    ...part('money', moneyLines(facts)),
    ...part('sources', sourceLines(facts)),
    ...part('feeds', feedLines(facts)),
    ...part('pauses', pauseLines(facts)),
    ...part('logbook', logbookLines(facts)),
  ];
}

function part(head: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return ['', head, ...lines.map((line) => `  ${line}`)];
}

function channelLines({ channels, outlet }: StatusFacts): readonly string[] {
  return columns(
    channels.map(({ channel, gate, posts }) => {
      const state = gate.type === 'open' ? 'open' : `closed: ${whyClosed(gate, outlet.timezone)}`;
      const waiting = (posts.scheduled ?? 0) + (posts.retrying ?? 0);
      const counts = `${posts.pending_review ?? 0} to review, ${waiting} to go out, ${posts.published ?? 0} published`;
      return [channel.id, channel.sandbox ? `${channel.account} (sandbox)` : channel.account, counts, state];
    }),
  );
}

function whyClosed({ why, detail, since, until }: Closed, timezone: string): string {
  const from = since ? ` since ${clock(since, timezone)}` : '';
  const to = why === 'no-credits' ? '; next try at' : ' until';
  return `${detail}${from}${until ? `${to} ${clock(until, timezone)}` : ''}`;
}

function postsInWords(posts: StatusFacts['posts']): string {
  const counts = Object.entries(posts).map(([state, count]) => `${count} ${inWords(state)}`);
  return counts.join(', ') || 'none yet';
}

function postLines(posts: readonly Post[], timezone: string): readonly string[] {
  if (posts.length === 0) return [];
  const rows = posts.slice(0, SHOWN_AT_MOST).map((post) => postRow(post, timezone));
  const more = posts.length > SHOWN_AT_MOST ? [`and ${posts.length - SHOWN_AT_MOST} more`] : [];
  return [...columns([POST_HEADS, ...rows]), ...more];
}

function moneyLines({ money, channels }: StatusFacts): readonly string[] {
  return columns(
    money.map(({ account, sandbox, spoken }) => {
      const budgets = channels
        .filter(({ channel }) => channel.account === account)
        .map(({ channel }) => channel.budget);
      const limit = (usd: readonly (number | undefined)[]) => {
        const lowest = Math.min(...usd.map((value) => value ?? Number.POSITIVE_INFINITY));
        return Number.isFinite(lowest) ? ` of ${dollars(lowest)}` : '';
      };
      const today = `${dollars(spoken.todayUsd)}${limit(budgets.map(({ perDayUsd }) => perDayUsd))} today`;
      const month = `${dollars(spoken.monthUsd)}${limit(budgets.map(({ perMonthUsd }) => perMonthUsd))} this month`;
      return [account, today, month, `${spoken.today} posts today`, sandbox ? 'sandbox: nobody bills it' : ''];
    }),
  );
}

function sourceLines({ sources, outlet }: StatusFacts): readonly string[] {
  return sources.flatMap(({ id, stopped, faults }) => [
    stopped ? `${id}: stopped since ${clock(stopped.at, outlet.timezone)}: ${stopped.detail}` : `${id}: open`,
    ...(stopped && stopped.vanished > 0 ? [`  "crier resume --source ${id} --by NAME" lets what is gone be gone`] : []),
    ...faults.slice(0, SHOWN_AT_MOST).map(({ item, detail }) => `  unreadable: ${item}: ${detail}`),
    ...(faults.length > SHOWN_AT_MOST ? [`  and ${faults.length - SHOWN_AT_MOST} more unreadable`] : []),
  ]);
}

function feedLines({ feeds, outlet }: StatusFacts): readonly string[] {
  return feeds.flatMap(({ channel, changes, flushed, fault, hubs }) => {
    const behind = flushed?.changes === changes ? 'up to date' : 'behind; the next pass writes them';
    const state = fault ? `not written since ${clock(fault.since, outlet.timezone)}: ${fault.detail}` : behind;
    const told = hubs.map(({ hub, toldAt, lastError }) => {
      const when = toldAt ? `told at ${clock(toldAt, outlet.timezone)}` : 'told nothing yet';
      return `  ${hub}: ${when}${lastError === undefined ? '' : `; last answer: ${lastError}`}`;
    });
    return [`${channel}: ${state}`, ...told];
  });
}

function pauseLines({ pauses, outlet }: StatusFacts): readonly string[] {
  return pauses.map(({ scope, at, by, reason }) => `${scope} since ${clock(at, outlet.timezone)} by ${by}: ${reason}`);
}

function logbookLines({ logbook, outlet }: StatusFacts): readonly string[] {
  return logbook.map(
    ({ at, what, by, reason }) => `${clock(at, outlet.timezone)} ${by} ${what}${reason ? `: ${reason}` : ''}`,
  );
}
