import { articleName } from '../domain/article.ts';
import type { Post, PostState } from '../domain/post.ts';
import { explain } from '../domain/reason.ts';
import type { KnownArticle } from '../domain/store.ts';
import { DAY_MS, parseDurationMs } from '../domain/time.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { type ChannelReport, gateOfPost, reportChannels } from '../pipeline/report.ts';
import { type Args, type Command, EXIT, flag, printJson, text, Usage } from './command.ts';
import { clock, inWords, reasonJson } from './post-view.ts';
import { inNewsroom } from './setup.ts';
import { columns, printLines } from './table.ts';
import { noPositionals } from './typed.ts';

export const coverage: Command = {
  summary: 'every article against every channel: what came of it, or what it waits for',
  help: `usage: crier coverage [--since 24h] [--json] [--config FILE]

Every article that came in since then, against every channel: published where, skipped why, or what it still
waits for. Nothing is left out, so what is not listed here never reached crier.

  --since 24h   how far back; 24 hours without it

  crier coverage --since 2d

Exit codes: 0 everything is settled; 1 something is still open: waiting for review or its time, on its way,
maybe live, or failed.
`,
  options: { since: { type: 'string' } },
  async run(args, io) {
    noPositionals(args);
    const sinceMs = sinceMsOf(args);
    return inNewsroom(args, io, async (room) => {
      const covered = await cover(room, sinceMs);
      if (flag(args, 'json')) printJson(io, covered.map(coveredJson));
      else printLines(io, covered.length === 0 ? ['no articles came in'] : covered.flatMap(coveredLines));
      const open = covered.some(({ channels }) => channels.some(({ post }) => post && OPEN.includes(post.state)));
      return open ? EXIT.needsPerson : EXIT.done;
    });
  },
};

const OPEN: readonly PostState[] = [
  'pending_review',
  'scheduled',
  'publishing',
  'retrying',
  'unconfirmed',
  'failed',
  'retracting',
];

function sinceMsOf(args: Args): number {
  const written = text(args, 'since');
  const ms = written === undefined ? DAY_MS : parseDurationMs(written);
  if (ms === undefined) throw new Usage(`--since: expected a duration such as 24h or 2d, got ${written}`);
  return ms;
}

/** An article against every channel. */
interface Covered {
  readonly known: KnownArticle;
  readonly channels: readonly {
    readonly channel: string;
    /** Undefined: the channel was not there yet when the article came in. */
    readonly post?: Post;
    /** What an open post waits for. */
    readonly waitsFor?: string;
  }[];
}

async function cover(room: Newsroom, sinceMs: number): Promise<readonly Covered[]> {
  const reports = await reportChannels(room);
  // Before the year 1970 there was nothing to take in.
  const since = Temporal.Instant.fromEpochMilliseconds(Math.max(0, room.now().epochMilliseconds - sinceMs));
  const covered: Covered[] = [];
  for (const { known, posts } of await room.store.coverage(since)) {
    const without = room.channels.filter(({ id }) => !posts.some(({ channel }) => channel === id));
    const withPost: Covered['channels'][number][] = [];
    for (const post of posts) withPost.push({ channel: post.channel, post, ...(await waitOf(post, reports, room)) });
    covered.push({ known, channels: [...withPost, ...without.map(({ id }) => ({ channel: id }))] });
  }
  return covered;
}

async function waitOf(
  post: Post,
  reports: readonly ChannelReport[],
  room: Newsroom,
): Promise<{ readonly waitsFor?: string }> {
  if (!OPEN.includes(post.state)) return {};
  const report = reports.find(({ channel }) => channel.id === post.channel);
  if (!report) return { waitsFor: `channel ${post.channel}, which is no longer configured` };
  if (post.state !== 'scheduled' && post.state !== 'retrying') return { waitsFor: explain(post.reason) };
  if (Temporal.Instant.compare(post.dueAt, room.now()) > 0) {
    return { waitsFor: clock(post.dueAt, room.outlet.timezone) };
  }
  const gate = await gateOfPost(room, report, post);
  return { waitsFor: gate.type === 'closed' ? gate.detail : 'the next pass' };
}

function coveredJson({ known, channels }: Covered) {
  const { article, firstSeenAt, withdrawal } = known;
  return {
    article: articleName(article),
    title: article.title,
    url: article.url,
    firstSeenAt,
    ...(withdrawal && { withdrawal: withdrawal.replaceAll('-', '_') }),
    channels: channels.map(({ channel, post, waitsFor }) => ({
      channel,
      post: post?.id ?? null,
      occasion: post?.occasion ?? 'first',
      status: post?.state ?? null,
      reason: post ? reasonJson(post.reason) : { type: 'later-channel', text: LATER_CHANNEL },
      ...(waitsFor !== undefined && { waitsFor }),
      ...(post?.text !== undefined && { text: post.text }),
      ...(post?.remoteUrl !== undefined && { remoteUrl: post.remoteUrl }),
    })),
  };
}

const LATER_CHANNEL = 'the channel was not there yet when the article came in';

function coveredLines({ known, channels }: Covered): readonly string[] {
  const rows = channels.map(({ channel, post, waitsFor }) => {
    if (!post) return [`  ${channel}`, '-', LATER_CHANNEL];
    const occasion = post.occasion === 'first' ? '' : ` (${post.occasion})`;
    const more = waitsFor === undefined ? post.remoteUrl : `waits for: ${waitsFor}`;
    const what = [explain(post.reason), more].filter((words) => words !== undefined).join('; ');
    return [`  ${channel}${occasion}`, inWords(post.state), what];
  });
  return [`${articleName(known.article)}: ${known.article.title}`, ...columns(rows)];
}
