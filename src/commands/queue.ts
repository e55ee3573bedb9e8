import { type Args, type Command, type ExitCode, type Io, Usage } from './command.ts';
import { again } from './queue-again.ts';
import { edit, plainly, schedule } from './queue-decide.ts';
import { list, show } from './queue-read.ts';
import { settle } from './queue-settle.ts';

/** One verb of `queue`: which options it takes beside the common ones, and what it does with them. */
interface Verb {
  readonly takes: readonly string[];
  readonly run: (args: Args, io: Io) => Promise<ExitCode>;
}

const VERBS: Readonly<Record<string, Verb>> = {
  list: { takes: ['status', 'channel', 'limit'], run: list },
  show: { takes: [], run: show },
  approve: { takes: ['by', 'all', 'channel'], run: plainly('approve') },
  reject: { takes: ['by', 'all', 'channel'], run: plainly('reject') },
  return: { takes: ['by', 'all', 'channel'], run: plainly('return') },
  cancel: { takes: ['by', 'all', 'channel'], run: plainly('cancel') },
  retry: { takes: ['by', 'all', 'channel'], run: plainly('retry') },
  revive: { takes: ['by', 'all', 'channel'], run: plainly('revive') },
  edit: { takes: ['by', 'text', 'alt', 'no-image'], run: edit },
  schedule: { takes: ['by', 'at'], run: schedule },
  settle: { takes: ['by', 'published', 'absent'], run: settle },
  again: { takes: ['by', 'channel', 'occasion', 'text'], run: again },
};
const COMMON = ['config', 'json', 'help'];

export const queue: Command = {
  summary: 'see the posts and decide about them: approve, reject, edit, schedule and more',
  help: `usage: crier queue VERB [ID…] [OPTION…] [--json] [--config FILE]

The posts and what people decide about them. Every decision is signed with --by NAME and kept with the post;
where someone else decided first, or the rules refuse, it says so and changes nothing.

  list [--status S] [--channel C] [--limit N]
                           posts, newest news first; at most 1000 without --limit
  show ID                  one post, with everything that ever happened to it
  approve ID[:HASH]…       let it go out; with the content hash of what was seen, only if it is still that
  reject ID…               turn it down, while it waits for review or for its time
  return ID…               back to review, while it waits for its time
  cancel ID…               give it up, while nothing of it is on its way
  retry ID…                once more, after it failed
  revive ID…               back to review, after it was skipped, expired or rejected
  edit ID --text T         other words; they want approval again
  edit ID --alt T | --no-image
                           what its image shows, or that it goes without; that wants approval again too
  schedule ID --at TIME    not before: 2026-09-01T14:00+02:00, or "2026-09-01 14:00" or 14:00 by the outlet's clock
  settle ID --published URL | --absent
                           what became of a post whose answer was lost
  again ARTICLE --channel C --occasion update|correction --text T
                           a second post of a story; it wants approval

approve, reject, return, cancel, retry and revive take several ids, or --all for every post they apply to,
with --channel C those of one channel.

  crier queue list --status pending_review
  crier queue approve k3vz8m2q h7p4wd9n --by Ada
  crier queue edit k3vz8m2q --text "The bridge is open again." --by Ada

Exit codes: 0 done; 3 someone else decided first, or the rules refuse it; 64 the call was not understood;
66 there is no such post, article or channel. Of several ids, the worst counts.
`,
  options: {
    status: { type: 'string' },
    channel: { type: 'string' },
    limit: { type: 'string' },
    by: { type: 'string' },
    all: { type: 'boolean' },
    text: { type: 'string' },
    alt: { type: 'string' },
    'no-image': { type: 'boolean' },
    at: { type: 'string' },
    published: { type: 'string' },
    absent: { type: 'boolean' },
    occasion: { type: 'string' },
  },
  async run({ values, positionals }, io) {
    const [name = '', ...rest] = positionals;
    const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
    if (!verb) throw new Usage(`queue: expected one of ${Object.keys(VERBS).join(', ')}, got ${name || 'nothing'}`);
    const stray = Object.keys(values).find((option) => ![...verb.takes, ...COMMON].includes(option));
    if (stray !== undefined) throw new Usage(`queue ${name} takes no --${stray}`);
    return verb.run({ values, positionals: rest }, io);
  },
};
