import type { Fault } from '../domain/article.ts';
import type { SourceRecord } from '../domain/store.ts';
import { type Instant, msBetween, SECOND_MS } from '../domain/time.ts';
import { type Args, type Command, EXIT, type ExitCode, flag, type Io, printJson, Usage } from './command.ts';
import { clock } from './post-view.ts';
import { inNewsroom } from './setup.ts';
import { testSource } from './sources-test.ts';
import { columns, printLines } from './table.ts';

export const sources: Command = {
  summary: 'how each source is read, and what one of them holds as crier understands it',
  help: `usage: crier sources [--json] [--config FILE]
       crier sources test ID [--new] [--json]

Without more: each source with its kind, when it was last asked and last brought a new article, whether it
answers, since when and why not, how long nothing has been heard of it, and when it may be asked again. A source
that is asked at every pass has its time noted every ten minutes only.

  test ID   asks one source and prints what it understood of each article: title, times, link, image, and what
            is missing; nothing is taken in. From the beginning, as much as one poll brings.
  --new     only what was not taken in yet

  crier sources
  crier sources test cms --new

Exit codes: 0 done, however the sources are; 1 the source that was tested cannot be reached; 66 there is no such
source.
`,
  options: { new: { type: 'boolean' } },
  run(args, io) {
    const [verb, ...rest] = args.positionals;
    if (verb === undefined) return list(args, io);
    if (verb !== 'test') throw new Usage(`unexpected: ${verb}; there is "crier sources" and "crier sources test ID"`);
    return testSource({ ...args, positionals: rest }, io);
  },
};

/** A source, and how reading it goes. */
interface Facts extends SourceRecord {
  readonly kind: string;
  readonly faults: readonly (Fault & { readonly since: Instant })[];
}

function list(args: Args, io: Io): Promise<ExitCode> {
  if (flag(args, 'new')) throw new Usage('--new: only with "crier sources test ID"');
  return inNewsroom(args, io, async ({ store, now, outlet }, { config }) => {
    const faults = await store.faults();
    const all: Facts[] = [];
    for (const { id, type: kind } of config.sources) {
      all.push({ ...(await store.source(id)), kind, faults: faults.filter(({ source }) => source === id) });
    }
    const at = now();
    if (flag(args, 'json')) {
      printJson(
        io,
        all.map((facts) => sourceJson(facts, at)),
      );
    } else printLines(io, sourceLines(all, at, outlet.timezone));
    return EXIT.done;
  });
}

function stateOf({ stopped, reading }: Facts): 'open' | 'unread' | 'failing' | 'stopped' {
  if (stopped) return 'stopped';
  if (reading?.failing) return 'failing';
  return reading ? 'open' : 'unread';
}

/** Since when nothing of the source may have been noticed. */
function unheardSince({ stopped, reading }: Facts): Instant | undefined {
  return reading?.failing?.since ?? stopped?.at ?? reading?.at;
}

function sourceJson(facts: Facts, now: Instant) {
  const { id, kind, stopped, reading, newestAt, faults } = facts;
  const since = unheardSince(facts);
  return {
    id,
    kind,
    state: stateOf(facts),
    lastPoll: reading?.at ?? null,
    lastNew: newestAt ?? null,
    lagSeconds: since ? Math.max(0, Math.round(msBetween(since, now) / SECOND_MS)) : null,
    ...(reading?.nextAt && { nextAt: reading.nextAt }),
    ...(reading?.failing && { failing: reading.failing }),
    ...(stopped && { stopped: { since: stopped.at, detail: stopped.detail, vanished: stopped.vanished } }),
    unreadable: faults.map(({ item, detail, since }) => ({ item, detail, since })),
  };
}

function sourceLines(all: readonly Facts[], now: Instant, timezone: string): readonly string[] {
  const heads = ['source', 'kind', 'state', 'last poll', 'last new article', 'lag', 'asked again'];
  const time = (at: Instant | undefined) => (at ? clock(at, timezone) : 'never');
  const rows = all.map((facts) => {
    const { id, kind, reading, newestAt } = facts;
    const since = unheardSince(facts);
    const lag = since ? inShort(msBetween(since, now)) : '';
    const next = reading?.nextAt && msBetween(now, reading.nextAt) > 0 ? clock(reading.nextAt, timezone) : 'every pass';
    return [id, kind, stateOf(facts), time(reading?.at), time(newestAt), lag, next];
  });
  return [
    ...columns([heads, ...rows]),
    ...all.flatMap(({ id, stopped, reading, faults }) => [
      ...(stopped ? [`${id}: stopped since ${clock(stopped.at, timezone)}: ${stopped.detail}`] : []),
      ...(reading?.failing
        ? [
            `${id}: failing since ${clock(reading.failing.since, timezone)}, ${reading.failing.times} times: ${reading.failing.detail}`,
          ]
        : []),
      ...faults.map(({ item, detail }) => `${id}: unreadable: ${item}: ${detail}`),
    ]),
  ];
}

/** In the largest unit that fits: `3h`. */
function inShort(ms: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
  ] as const;
  const seconds = Math.max(0, Math.round(ms / SECOND_MS));
  const unit = units.find(([, size]) => seconds >= size);
  return unit ? `${Math.floor(seconds / unit[1])}${unit[0]}` : `${seconds}s`;
}
