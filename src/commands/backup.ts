import { backingUp } from '../app.ts';
import type { Instant } from '../domain/time.ts';
import { type Command, EXIT, flag, type Io, printJson, Usage } from './command.ts';
import { complain, printLines } from './table.ts';
import { onlyPositional } from './typed.ts';

export const backup: Command = {
  summary: 'copy the database into one file, whole and checked, while everything runs',
  help: `usage: crier backup FILE|FOLDER [--replace] [--json]

Copies the database as it is at one moment, while everything goes on: nobody waits for it. The copy is written aside,
checked, and stands there whole or not at all; only its owner may read it. In a folder that is there already it
is named crier-<outlet>-<time in UTC>.db.

  --replace   FILE may be there already: it is replaced once the new copy is whole

It holds the articles that were taken in, the posts with texts, approvals and history, what was posted where, pauses,
limits and spending. It does not hold .env, with the keys, and the config (keep copies of both, apart), nor the
article files of the sources, nor the files of the feeds and of the sandbox; those of the feeds are made again.
It needs DATABASE_URL only: a config at fault does not stop it.

  crier backup /var/backups/crier
  crier backup before-the-move.db

Every night, by cron; what is older than two weeks goes:
  15 3 * * * /srv/crier/bin/crier backup /var/backups/crier > /dev/null
  30 3 * * * find /var/backups/crier -name 'crier-*' -mtime +14 -delete

crier makes such a copy by itself before an upgrade changes the database: crier.db.before-schema-N, beside it.
How to put one back is in docs/operations.md.

Exit codes: 0 done; 1 the copy cannot be written there, and a person must see to it; 64 the call must be another one:
FILE is there already, or its folder is not; 75 the database cannot be reached or is damaged, or the copying was
stopped; 78 DATABASE_URL is not usable.
`,
  options: { replace: { type: 'boolean' } },
  async run(args, io) {
    const to = onlyPositional(args, 'where the copy goes: a file or a folder');
    const { backUp, databasePathOf, now } = await backingUp();
    const isJson = flag(args, 'json');
    const progress = progressOn(io, !isJson);
    const replace = flag(args, 'replace');
    const order = { database: await databasePathOf(io), to, replace, now, signal: io.signal };
    const made = await backUp({ ...order, onProgress: progress.show }).finally(progress.clear);
    switch (made.type) {
      case 'taken':
        throw new Usage(`backup: ${made.detail}`);
      case 'not-written':
      case 'stopped':
        complain(io, made.detail);
        return made.type === 'stopped' ? EXIT.tryLater : EXIT.needsPerson;
      case 'made': {
        const { file, bytes, takenAt, schema } = made;
        if (isJson) printJson(io, { file, bytes, takenAt, schema });
        else printLines(io, [`${file} holds the database as of ${toTheSecond(takenAt)}: ${megabytes(bytes)}, checked`]);
        return EXIT.done;
      }
    }
  },
};

/** One line of a terminal that says how far it is; elsewhere nothing. */
function progressOn({ isTerminal, out }: Io, wanted: boolean) {
  let shown = '';
  const write = (text: string) => {
    if (text !== shown) out(`\r${text.padEnd(shown.length)}`);
    shown = text;
  };
  return {
    show: (share: number) => {
      if (isTerminal && wanted) write(`copying ${Math.floor(share * 100)} %`);
    },
    clear: () => {
      if (shown !== '') out(`\r${' '.repeat(shown.length)}\r`);
    },
  };
}

function toTheSecond(at: Instant): string {
  return at.toString({ smallestUnit: 'second' });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
