import { type Command, EXIT, flag, printJson } from './command.ts';
import { inNewsroom } from './setup.ts';
import { readStatus, statusJson } from './status-facts.ts';
import { statusLines } from './status-lines.ts';
import { printLines } from './table.ts';
import { noPositionals } from './typed.ts';

export const status: Command = {
  summary: 'one screen: what runs, what waits, what needs a person, what it costs',
  help: `usage: crier status [--json] [--config FILE]

One screen of how the newsroom stands: when the last pass was, which channels may speak and why the others
may not, what waits longest, what may be live without a clear answer, what needs a person, what was spent,
which sources stopped or hold files that cannot be read, and who paused what. It changes nothing and asks
no platform. The time of the last pass is noted every ten minutes only.

  crier status
  crier status --json | jq .needsPerson

Exit code 0, however things stand; "crier coverage" and "crier check" end with 1 while something is open.
`,
  options: {},
  async run(args, io) {
    noPositionals(args);
    return inNewsroom(args, io, async (room) => {
      const facts = await readStatus(room);
      if (flag(args, 'json')) printJson(io, statusJson(facts));
      else printLines(io, statusLines(facts));
      return EXIT.done;
    });
  },
};
