import type { DatabaseSync } from 'node:sqlite';
import { StoreUnreachable } from './unreachable.ts';

/** 'crie': marks a file as ours, so that crier never works on another program's database. */
export const APPLICATION_ID = 0x63726965;

/** The schema of the database; 0: it is new. Throws StoreUnreachable where it belongs to another program. */
export function schemaOf(raw: DatabaseSync, path: string): number {
  // One statement, so that another process's first start cannot fall in between.
  const row = raw
    .prepare(`select user_version as version, application_id as application,
      (select count(*) from sqlite_schema) as tables from pragma_user_version, pragma_application_id`)
    .get();
  const [version, application, tables] = [Number(row?.version), Number(row?.application), Number(row?.tables)];
  const isNew = version === 0 && tables === 0;
  if (application !== APPLICATION_ID && !isNew) {
    throw new StoreUnreachable(`the database ${path} belongs to another program; check the path`);
  }
  return version;
}
