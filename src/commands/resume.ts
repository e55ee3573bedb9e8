import type { Pause } from '../domain/store.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { type Forecast, forecast } from '../pipeline/report.ts';
import { liftPause, silences, standingPauses } from '../pipeline/resume.ts';
import { type Args, type Command, EXIT, type ExitCode, flag, type Io, printJson, text } from './command.ts';
import { POST_HEADS, postJson, postRow } from './post-view.ts';
import { atMostOne, scopeOf } from './scope.ts';
import { inNewsroom } from './setup.ts';
import { columns, printLines } from './table.ts';
import { NoSuchId, noPositionals, whoseWord } from './typed.ts';

export const resume: Command = {
  summary: 'lift a pause, and say what will go out and what waits; or let a stopped source go on',
  help: `usage: crier resume [--channel C | --account A | --source S] --by NAME [--reason R] [--json] [--config FILE]

Lifts the pause of everything, of one channel (with that of its account, which crier itself pauses when a
platform no longer lets it post), or of one account; an account without credits tries again at once. Before an
account speaks again its own posts are read, so what is there already is not posted twice. Then it shows what goes
out by itself at the next pass, as pace and budget allow, and what waits for a person: after more than an hour
only the newest few go out.
With --source it lets a source go on that stopped because many articles were gone at once: they may be gone.

  crier resume --by Ada
  crier resume --channel x --by Ada --reason "the token is renewed"
  crier resume --source desk --by Ada

Exit codes: 0 done, also where nothing was paused; 66 there is no such channel, account or source.
`,
  options: {
    channel: { type: 'string' },
    account: { type: 'string' },
    source: { type: 'string' },
    by: { type: 'string' },
    reason: { type: 'string' },
  },
  async run(args, io) {
    noPositionals(args);
    atMostOne(args, 'channel', 'account', 'source');
    const by = whoseWord(args);
    const source = text(args, 'source');
    return inNewsroom(args, io, async (room) =>
      source === undefined ? lift(args, io, room, by) : letGoOn(args, io, room, source, by),
    );
  },
};

async function lift(args: Args, io: Io, room: Newsroom, by: string): Promise<ExitCode> {
  const lifted = await liftPause(room, scopeOf(args, room), by, text(args, 'reason'));
  const paused = await standingPauses(room);
  const free = room.channels.filter((channel) => !paused.some(({ scope }) => silences(scope, channel)));
  const forecasts: Forecast[] = [];
  for (const channel of free) forecasts.push(await forecast(room, channel));
  const goOut = forecasts.flatMap((one) => one.goOut);
  const wait = forecasts.flatMap((one) => one.wait);
  if (flag(args, 'json')) {
    const scopes = (pauses: readonly Pause[]) => pauses.map(({ scope }) => scope);
    const posts = { goOut: goOut.map(postJson), wait: wait.map(postJson) };
    printJson(io, { lifted: scopes(lifted), paused: scopes(paused), ...posts });
    return EXIT.done;
  }
  const table = (head: string, posts: Forecast['wait']) =>
    posts.length === 0
      ? []
      : [head, ...columns([POST_HEADS, ...posts.map((post) => postRow(post, room.outlet.timezone))])];
  printLines(io, [
    ...(lifted.length === 0 ? ['nothing was paused there'] : lifted.map(({ scope }) => `${scope} may speak again`)),
    ...paused.map(({ scope, by: whose, reason }) => `${scope} is still paused by ${whose}: ${reason}`),
    ...table('goes out by itself at the next pass:', goOut),
    ...table('waits for a person:', wait),
  ]);
  return EXIT.done;
}

function given(args: Args): { readonly reason?: string } {
  const reason = text(args, 'reason');
  return reason === undefined ? {} : { reason };
}

async function letGoOn(args: Args, io: Io, room: Newsroom, id: string, by: string): Promise<ExitCode> {
  if (!room.sources.some((source) => source.id === id)) {
    throw new NoSuchId(`there is no source ${id}; there is ${room.sources.map((source) => source.id).join(', ')}`);
  }
  const { stopped, ...record } = await room.store.source(id);
  if (stopped) {
    // Only what is known to be gone is accepted: a folder that could not be read at all may come back empty.
    await room.store.saveSource({ ...record, absenceAccepted: stopped.vanished > 0 });
    await room.store.enter({ at: room.now(), what: `resumed source ${id}`, by, ...given(args) });
  }
  if (flag(args, 'json')) printJson(io, { source: id, resumed: stopped !== undefined });
  else if (!stopped) printLines(io, [`source ${id} had not stopped`]);
  else printLines(io, [`source ${id} goes on at the next pass; what is gone then is withdrawn where it still waits`]);
  return EXIT.done;
}
