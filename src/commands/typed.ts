import type { Channel } from '../domain/channel.ts';
import type { KnownArticle } from '../domain/store.ts';
import { signature } from '../lib/signature.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { type Args, text, Usage } from './command.ts';

/** Whose word it is: the name given with `--by`, beside the system's user and host. */
export function whoseWord(args: Args): string {
  return signature(needed(args, 'by', 'the name of who decides, such as --by Ada'));
}

/** The value of an option that cannot be left out. */
export function needed(args: Args, name: string, expected: string): string {
  const value = text(args, name)?.trim();
  if (!value) throw new Usage(`--${name}: expected ${expected}`);
  return value;
}

/** The one argument that is no option. */
export function onlyPositional({ positionals }: Args, expected: string): string {
  const [only, ...others] = positionals;
  if (!only || others.length > 0) throw new Usage(`expected ${expected}, got ${positionals.length || 'nothing'}`);
  return only;
}

/** For commands that take options only. */
export function noPositionals({ positionals }: Args): void {
  if (positionals.length > 0) throw new Usage(`unexpected: ${positionals.join(' ')}`);
}

/** A whole number of at least 1, where the option is given. */
export function count(args: Args, name: string): number | undefined {
  const written = text(args, name);
  if (written === undefined) return undefined;
  const value = /^\d{1,9}$/.test(written) ? Number(written) : 0;
  if (value < 1) throw new Usage(`--${name}: expected a whole number from 1 on, got ${written}`);
  return value;
}

/** Nothing has this id; the message says what there is instead. */
export class NoSuchId extends Error {
  override readonly name = 'NoSuchId';
}

/** The configured channel of this id. */
export function channelNamed({ channels }: Pick<Newsroom, 'channels'>, id: string): Channel {
  const channel = channels.find((candidate) => candidate.id === id);
  if (!channel)
    throw new NoSuchId(`there is no channel ${id}; there is ${channels.map((known) => known.id).join(', ')}`);
  return channel;
}

/** The article a person names by id, source/id or address. */
export async function articleNamed({ store }: Pick<Newsroom, 'store'>, name: string): Promise<KnownArticle> {
  const known = await store.findArticle(name);
  if (!known) throw new NoSuchId(`there is no article ${name}; "crier coverage" shows them`);
  return known;
}
