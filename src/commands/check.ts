import { describeConfig } from '../app.ts';
import type { Identity } from '../domain/ports.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { type Command, EXIT, flag, printJson } from './command.ts';
import { inNewsroom } from './setup.ts';
import { columns, printLines } from './table.ts';
import { noPositionals } from './typed.ts';

export const check: Command = {
  summary: 'is everything set up: config, store, sources, and whom each account posts as',
  help: `usage: crier check [--json] [--config FILE]

Shows the config as it was understood, without secrets; opens the store; reads the sources without taking
anything in; and asks each platform whom the account posts as and whether it may write. It posts nothing.

  crier check

Exit codes: 0 all is well; 1 a source or an account does not answer, may not write or soon will not, or files
cannot be read; 75 the store cannot be reached; 78 the configuration is not usable.
`,
  options: {},
  async run(args, io) {
    noPositionals(args);
    return inNewsroom(args, io, async (room, { config }) => {
      const sources = [];
      for (const source of room.sources) sources.push(await checkSource(source, io.signal));
      const accounts = await Promise.all(config.accounts.map((spec) => checkAccount(room, spec, io.signal)));
      const store = { path: config.databasePath, state: 'open' };
      if (flag(args, 'json')) printJson(io, { config: describeConfig(config), store, sources, accounts });
      else {
        printLines(io, [
          ...settingLines(describeConfig(config)),
          '',
          `store: ${store.path} is open`,
          ...sources.map(sourceLine),
          ...accounts.flatMap(accountLines),
        ]);
      }
      const open =
        sources.some(({ state, unreadable }) => state !== 'reachable' || unreadable.length > 0) ||
        accounts.some((account) => !('name' in account) || account.mayWrite === false || 'warning' in account);
      return open ? EXIT.needsPerson : EXIT.done;
    });
  },
};

/** The first batch of a source, read without being stored. */
async function checkSource(source: Newsroom['sources'][number], signal: AbortSignal) {
  const polled = await source.poll(undefined, signal);
  const { id } = source;
  if (polled.type === 'unreachable')
    return { id, state: 'unreachable', detail: polled.detail, unreadable: [] } as const;
  const { articles, more, unreadable } = polled;
  return { id, state: 'reachable', articles: articles.length, more, unreadable } as const;
}

async function checkAccount(
  room: Newsroom,
  { id, platform }: { readonly id: string; readonly platform: string },
  signal: AbortSignal,
) {
  const own = room.channels.filter(({ account }) => account === id);
  const sandbox = own.some((channel) => channel.sandbox);
  const common = { id, platform, sandbox, channels: own.map((channel) => channel.id) };
  const identity: Identity = (await (await room.platformOf(id))?.whoami(signal)) ?? NOBODY;
  if (identity.type !== 'known')
    return { ...common, state: identity.type.replaceAll('-', '_'), detail: identity.detail };
  const { type: state, name, mayWrite = null, ...told } = identity;
  return { ...common, state, name, mayWrite, ...told };
}

const NOBODY: Identity = { type: 'unknown', detail: 'the account is not configured' };

function sourceLine(checked: Awaited<ReturnType<typeof checkSource>>): string {
  if (checked.state === 'unreachable') return `source ${checked.id}: unreachable: ${checked.detail}`;
  const { id, articles, more, unreadable } = checked;
  const faults = unreadable.map(({ item, detail }) => `; unreadable: ${item}: ${detail}`).join('');
  return `source ${id}: ${articles}${more ? ' or more' : ''} articles${faults}`;
}

function accountLines(checked: Awaited<ReturnType<typeof checkAccount>>): readonly string[] {
  const who = `account ${checked.id} (${checked.channels.join(', ')})`;
  if (!('name' in checked)) return [`${who}: ${checked.state.replaceAll('_', ' ')}: ${checked.detail}`];
  const rights = { true: 'may write', false: 'may NOT write', null: 'whether it may write is not known' };
  const detail = checked.detail === undefined ? '' : `: ${checked.detail}`;
  const line = `${who}: posts as ${checked.name}, ${rights[`${checked.mayWrite}`]}${detail}`;
  return checked.warning === undefined ? [line] : [line, `WARNING: ${checked.warning}`];
}

/** Nested settings as lines of `key.key  value`. */
function settingLines(settings: Readonly<Record<string, unknown>>): readonly string[] {
  return columns(flat('', settings));
}

function flat(key: string, value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[key, String(value)]];
  const entries = Object.entries(value);
  const isPlainList = Array.isArray(value) && value.every((entry) => typeof entry !== 'object');
  if (isPlainList || entries.length === 0) return [[key, Array.isArray(value) ? value.join(', ') || 'none' : 'none']];
  const path = (name: string) => (Array.isArray(value) ? `${key}[${name}]` : key === '' ? name : `${key}.${name}`);
  return entries.flatMap(([name, entry]) => flat(path(name), entry));
}
