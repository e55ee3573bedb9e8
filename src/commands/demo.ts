import { join } from 'node:path';
import type { Setup } from '../app.ts';
import { SECOND_MS } from '../domain/time.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { pass } from '../pipeline/pass.ts';
import { type Args, type Command, EXIT, type ExitCode, flag, type Io, Usage } from './command.ts';
import { fileCorrections } from './demo/act.ts';
import { enterHome, HOME } from './demo/home.ts';
import { stay } from './demo/stay.ts';
import { whatItDid } from './demo/words.ts';
import { inNewsroom, setupFor } from './setup.ts';
import { complain, printLines } from './table.ts';
import { noPositionals } from './typed.ts';

const DATABASE = `${HOME}/crier.db`;
const CONFIG = 'config/demo.yaml';
const PASS_MS = 50 * SECOND_MS;

export const demo: Command = {
  summary: 'see it work: a newsroom of sample stories, over the bundled sandbox',
  help: `usage: crier demo [--once] [--fresh]

Opens the demo newsroom, config/demo.yaml, in ${HOME}: copies of the sample stories, dated as if they were of
today. crier takes them in and posts them to the bundled sandbox and to feed files; then one story is corrected and
one withdrawn. It says what came of it, then works and shows its pages on 127.0.0.1 until Ctrl-C. No key, no network,
nothing real. A later start goes on where the last one stopped, and posts nothing twice; after a day the newsroom
starts over.

  --once    exit after having said it
  --fresh   start over now

  npm start
  npm start -- --once

Exit codes: 0 done; 1 something needs a person; 75 another demo works in the newsroom that is to start over;
78 its config posts for real by now, and is no demo any more.
`,
  options: { once: { type: 'boolean' }, fresh: { type: 'boolean' } },
  async run(args, io) {
    refuseOthers(args);
    const demoIo = { ...io, env: demoEnvironment(io) };
    const setup = await setupFor(args, demoIo);
    if (postsForReal(setup)) {
      complain(
        io,
        `${CONFIG} posts for real, or tells a hub: "crier run" does that, the demo only plays on this machine`,
      );
      return EXIT.configuration;
    }
    const { root, signal } = io;
    const startOver = flag(args, 'fresh');
    const home = await enterHome(setup, { root, now: Temporal.Now.instant(), startOver, signal });
    if (home.type === 'in-use') {
      complain(io, `another demo works in ${join(root, HOME)}, which is to start over: end that one first (Ctrl-C)`);
      return EXIT.tryLater;
    }
    try {
      if (signal.aborted) return EXIT.done;
      return await inNewsroom(args, demoIo, async (room) => {
        await play(room, join(root, HOME, 'articles'), signal);
        printLines(io, [...(await whatItDid(room, home.openedAt)), '', ...whereToLook(io)]);
        for (const alert of room.tally.alerts) complain(io, `needs a person: ${alert}`);
        return flag(args, 'once') ? onceDone(room) : stay(room, setup, io);
      });
    } finally {
      home.leave();
    }
  },
};

function refuseOthers(args: Args): void {
  noPositionals(args);
  if (args.values.json === true) throw new Usage('demo speaks to people only; "crier run --json" is for scripts');
  if (args.values.config !== undefined) throw new Usage(`demo has a config of its own, ${CONFIG}`);
}

function demoEnvironment({ env }: Io): Io['env'] {
  return { ...env, DATABASE_URL: `sqlite:${DATABASE}`, CRIER_CONFIG: CONFIG, LOG_LEVEL: env.LOG_LEVEL || 'warn' };
}

/** Whether anyone beyond this machine would hear of it. */
function postsForReal({ config, credentials }: Setup): boolean {
  return credentials.size > 0 || config.feeds.some(({ hubs }) => hubs.length > 0);
}

/** Stories come in and go out; then, at the first start, a correction and a withdrawal are filed, and acted on. */
async function play(room: Newsroom, articles: string, signal: AbortSignal): Promise<void> {
  await pass(room, PASS_MS, signal);
  if (!signal.aborted && fileCorrections(articles, room.now())) await pass(room, PASS_MS, signal);
}

function whereToLook({ root }: Io): readonly string[] {
  const crier = `DATABASE_URL=sqlite:${DATABASE} CRIER_CONFIG=${CONFIG} ${join(root, 'bin/crier')}`;
  return [
    `stories   ${join(root, HOME, 'articles')}: change one, and see what becomes of its posts`,
    `files     ${join(root, HOME, 'sandbox')} (posts), ${join(root, HOME, 'public')} (feeds)`,
    `by hand   ${crier} queue list   (or status, coverage, --help)`,
  ];
}

function onceDone({ tally }: Newsroom): ExitCode {
  return tally.alerts.length > 0 ? EXIT.needsPerson : EXIT.done;
}
