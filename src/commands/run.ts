import { DAY_MS, parseDurationMs, SECOND_MS } from '../domain/time.ts';
import { beat } from '../lib/heartbeat.ts';
import { printable } from '../lib/terminal.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { pass } from '../pipeline/pass.ts';
import { reportChannels } from '../pipeline/report.ts';
import { type Args, type Command, EXIT, flag, printJson, text, Usage } from './command.ts';
import { inNewsroom } from './setup.ts';
import { noPositionals } from './typed.ts';

const DEFAULT_PASS_MS = 50 * SECOND_MS;

export const run: Command = {
  summary: 'one pass: take articles in, publish what is due, settle what is open, then exit',
  help: `usage: crier run [--for 50s] [--json] [--verbose] [--config FILE]

One pass over everything, made for cron: takes in what is new in the sources, settles posts whose answer
was lost, publishes what is due, then exits. Passes may overlap; a story still goes out once.

  --for 50s     take no new post in hand after this long (a post in hand is always finished)
  --json        say what the pass did as one JSON document
  --verbose     say it in words even where nobody watches

Under cron it is silent unless something needs a person. Exit codes: 0 all well; 1 something newly needs
a person ("crier status" says what); 75 the store could not be reached, the next pass tries again;
78 the configuration is not usable.

Every minute, by cron:
  * * * * * /srv/crier/bin/crier run
`,
  options: { for: { type: 'string' }, verbose: { type: 'boolean' } },
  run: (args, io) => {
    noPositionals(args);
    return inNewsroom(args, io, async (room, { config }) => {
      await pass(room, passMs(args), io.signal);
      if (flag(args, 'json')) printJson(io, await passReport(room));
      else if (flag(args, 'verbose') || io.isTerminal) io.out(await passInWords(room));
      if (room.tally.alerts.length > 0) return EXIT.needsPerson;
      if (config.heartbeat !== undefined)
        await beat(config.heartbeat, { allow: config.fetchAllow, warn: room.log.warn });
      return EXIT.done;
    });
  },
};

function passMs(args: Args): number {
  const written = text(args, 'for');
  const ms = written === undefined ? DEFAULT_PASS_MS : parseDurationMs(written);
  if (ms === undefined || ms > DAY_MS)
    throw new Usage(`--for: expected a duration such as 50s, at most 1d, got ${written}`);
  return ms;
}

async function passReport(room: Newsroom) {
  const { articles, posts } = room.tally;
  const channels = (await reportChannels(room)).map(({ channel, gate }) => ({
    id: channel.id,
    state: gate.type,
    ...(gate.type === 'closed' ? { reason: gate.detail, ...(gate.until ? { until: gate.until } : {}) } : {}),
  }));
  return { articles, posts, channels };
}

async function passInWords(room: Newsroom): Promise<string> {
  const { articles, posts, alerts } = room.tally;
  const moved = Object.entries(posts).map(([state, count]) => `${count} ${state.replace('_', ' ')}`);
  const lines = [
    `articles: ${articles.new} new, ${articles.changed} changed, ${articles.withdrawn} withdrawn, ${articles.unreadable} unreadable`,
    `posts: ${moved.join(', ') || 'nothing moved'}`,
    ...(await reportChannels(room)).map(
      ({ channel, gate }) => `${channel.id}: ${gate.type === 'open' ? 'open' : gate.detail}`,
    ),
    ...alerts.map((alert) => `needs a person: ${alert}`),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}
