import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BadConfiguration, redactorOf, StoreUnreachable } from '../app.ts';
import { printable, progressLine } from '../lib/terminal.ts';
import { type Command, EXIT, type ExitCode, type Io, Usage } from './command.ts';
import { NoSuchId } from './typed.ts';

/** Every command; each is loaded only when it is called. */
const COMMANDS = {
  run: async () => (await import('./run.ts')).run,
  serve: async () => (await import('./serve.ts')).serve,
  status: async () => (await import('./status.ts')).status,
  queue: async () => (await import('./queue.ts')).queue,
  preview: async () => (await import('./preview.ts')).preview,
  coverage: async () => (await import('./coverage.ts')).coverage,
  sources: async () => (await import('./sources.ts')).sources,
  check: async () => (await import('./check.ts')).check,
  connect: async () => (await import('./connect.ts')).connect,
  backup: async () => (await import('./backup.ts')).backup,
  pause: async () => (await import('./pause.ts')).pause,
  resume: async () => (await import('./resume.ts')).resume,
  pull: async () => (await import('./pull.ts')).pull,
  release: async () => (await import('./release.ts')).release,
  summarize: async () => (await import('./summarize.ts')).summarize,
  demo: async () => (await import('./demo.ts')).demo,
} satisfies Record<string, () => Promise<Command>>;

const COMMON_OPTIONS = {
  config: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Runs one command of the line and answers the process's exit code. Expected failures end in a line that says what to do. */
export async function runCommand(argv: readonly string[]): Promise<ExitCode> {
  const io = await processIo();
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (error instanceof Usage) return say(io, EXIT.usage, error.message, 'crier --help shows the commands');
    if (error instanceof NoSuchId) return say(io, EXIT.noSuchId, error.message);
    if (error instanceof BadConfiguration) return say(io, EXIT.configuration, ...error.lines);
    if (error instanceof StoreUnreachable) return say(io, EXIT.tryLater, error.message);
    const bug = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (io.env.LOG_LEVEL === 'debug') io.err(`${bug}\n`);
    const what = bug.split('\n')[0] ?? '';
    return say(io, EXIT.needsPerson, `a bug in crier, please report it (LOG_LEVEL=debug shows where): ${what}`);
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name = '--help', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') return help(rest[0], io);
  const command = await commandNamed(name);
  const { values, positionals } = understand(rest, command);
  if (values.help === true) {
    io.out(command.help);
    return EXIT.done;
  }
  return command.run({ values, positionals }, io);
}

function commandNamed(name: string): Promise<Command> {
  if (!Object.hasOwn(COMMANDS, name)) throw new Usage(`there is no command ${name}`);
  return COMMANDS[name as keyof typeof COMMANDS]();
}

function understand(args: readonly string[], command: Command) {
  try {
    const options = { ...COMMON_OPTIONS, ...command.options };
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // parseArgs throws a TypeError whose message says which option it did not understand.
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
}

async function help(name: string | undefined, io: Io): Promise<ExitCode> {
  if (name !== undefined) {
    io.out((await commandNamed(name)).help);
    return EXIT.done;
  }
  const lines = await Promise.all(
    Object.entries(COMMANDS).map(async ([id, load]) => `  ${id.padEnd(10)} ${(await load()).summary}`),
  );
  io.out(`crier watches a newsroom's article store and posts each story once, where its readers are.

usage: crier COMMAND [OPTION…]

${lines.join('\n')}

Every command takes --config FILE, most take --json, and --help explains it.
Start with "crier check", then "crier preview FILE", then "crier run".
`);
  return EXIT.done;
}

function say(io: Io, code: ExitCode, ...lines: readonly string[]): ExitCode {
  for (const line of lines) io.err(`${printable(line)}\n`);
  return code;
}

async function processIo(): Promise<Io> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  stopping.signal.addEventListener('abort', () => process.stdin.destroy());
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { env } = process;
  const redact = await redactorOf({ root, env });
  const out = writerTo(
    () => process.stdout,
    () => stopping.abort(),
  );
  const err = writerTo(
    () => process.stderr,
    () => undefined,
  );
  const progress = progressLine(() => process.stderr);
  return {
    root,
    env,
    get stdin() {
      return process.stdin;
    },
    out: (output) => {
      progress.wipe();
      out(redact(output));
    },
    err: (output) => {
      progress.wipe();
      err(redact(output));
    },
    progress: progress.show,
    get isTerminal() {
      return process.stdout.isTTY === true;
    },
    signal: stopping.signal,
  };
}

/** Writes to a stream, opened by the first text. Its reader may leave early, as `head` does: that is no fault. */
function writerTo(open: () => NodeJS.WriteStream, whenReaderLeft: () => void): (text: string) => void {
  let stream: NodeJS.WriteStream | undefined;
  return (text) => {
    stream ??= open().on('error', (error) => {
      if (!('code' in error) || error.code !== 'EPIPE') throw error;
      whenReaderLeft();
    });
    stream.write(text);
  };
}
