import type { PauseScope } from '../domain/store.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { type Args, text, Usage } from './command.ts';
import { channelNamed, NoSuchId } from './typed.ts';

/** What `--channel` or `--account` names; everything without them. */
export function scopeOf(args: Args, room: Newsroom): PauseScope {
  const channel = text(args, 'channel');
  const account = text(args, 'account');
  if (channel !== undefined) return `channel:${channelNamed(room, channel).id}`;
  if (account === undefined) return 'all';
  const accounts = room.channels.map((known) => known.account);
  if (!accounts.includes(account))
    throw new NoSuchId(`there is no account ${account}; there is ${accounts.join(', ')}`);
  return `account:${account}`;
}

/** Of these options at most one may be given. */
export function atMostOne(args: Args, ...names: readonly string[]): void {
  const given = names.filter((name) => text(args, name) !== undefined);
  if (given.length > 1) throw new Usage(`expected only one of ${given.map((name) => `--${name}`).join(', ')}`);
}
