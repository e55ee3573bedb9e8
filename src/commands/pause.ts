import { type Command, EXIT, flag, printJson } from './command.ts';
import { atMostOne, scopeOf } from './scope.ts';
import { inNewsroom } from './setup.ts';
import { printLines } from './table.ts';
import { needed, noPositionals, whoseWord } from './typed.ts';

export const pause: Command = {
  summary: 'the kill switch: nothing new goes out until someone resumes',
  help: `usage: crier pause [--channel C | --account A] --by NAME --reason R [--json] [--config FILE]

Stops all channels, one channel, or one account. It holds for every process at once and is read again in the
last moment before a post is sent; only what is on its way already cannot be called back. Articles are still
taken in, posts can still be decided about, and a pull is never held up.

  crier pause --by Ada --reason "wrong photo on the front page"
  crier pause --channel x --by Ada --reason "new token on Monday"

Where that was paused already, the first reason stays. "crier resume" lifts it.
Exit codes: 0 paused; 66 there is no such channel or account.
`,
  options: {
    channel: { type: 'string' },
    account: { type: 'string' },
    by: { type: 'string' },
    reason: { type: 'string' },
  },
  async run(args, io) {
    noPositionals(args);
    atMostOne(args, 'channel', 'account');
    const by = whoseWord(args);
    const reason = needed(args, 'reason', 'why, for those who find it paused');
    return inNewsroom(args, io, async (room) => {
      const scope = scopeOf(args, room);
      const isNew = await room.store.pause({ scope, at: room.now(), by, reason });
      if (isNew) await room.store.enter({ at: room.now(), what: `paused ${scope}`, by, reason });
      const stored = (await room.store.pauses()).find((held) => held.scope === scope) ?? { at: room.now(), by, reason };
      const { at, by: heldBy, reason: heldFor } = stored;
      if (flag(args, 'json')) printJson(io, { scope, at, by: heldBy, reason: heldFor, new: isNew });
      else printLines(io, [`${scope} ${isNew ? 'is paused' : 'was paused already'} by ${heldBy}: ${heldFor}`]);
      return EXIT.done;
    });
  },
};
