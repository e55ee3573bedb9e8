// The least a first run can be: reads and parses every file of a folder and inserts one row for each.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const [folder = '', database = ''] = process.argv.slice(2);
const raw = new DatabaseSync(database);
raw.exec('pragma journal_mode = wal; create table articles (id text not null primary key, content text not null)');
const insert = raw.prepare('insert into articles (id, content) values (?, ?)');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
for (let at = 0; at < files.length; at += 200) {
  raw.exec('begin immediate');
  for (const name of files.slice(at, at + 200)) {
    const article: { readonly id: string } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    insert.run(article.id, JSON.stringify(article));
  }
  raw.exec('commit');
}
raw.close();
