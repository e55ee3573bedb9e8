// A process that writes until SIGTERM, two entries in each transaction, and never waits: who asks it to is counted.
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';

const database = new DatabaseSync(process.argv[2] ?? '', { timeout: 0 });
const entry = database.prepare(`insert into logbook (at, what, by_whom) values (0, 'wrote', 'scribe')`);
let [commits, refused, isOver] = [0, 0, false];
process.once('SIGTERM', () => {
  isOver = true;
});
while (!isOver) {
  try {
    database.exec('begin immediate');
    entry.run();
    entry.run();
    database.exec('commit');
    if (commits === 0) process.stdout.write('writing\n');
    commits += 1;
  } catch {
    refused += 1;
    if (database.isTransaction) database.exec('rollback');
  }
  await setImmediate();
}
database.close();
process.stdout.write(`${JSON.stringify({ commits, refused })}\n`);
