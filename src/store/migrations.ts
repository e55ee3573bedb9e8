import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Sqlite } from './sqlite.ts';
import { MIGRATIONS } from './steps.ts';
import { explained, StoreUnreachable } from './unreachable.ts';

/** 'crie': marks a file as ours, so that crier never works on another program's database. */
const APPLICATION_ID = 0x63726965;

/**
 * Brings the database to this version of crier, each step in one transaction; safe when several processes start at
 * once, and at a kill. Writes nothing where it is current. Throws StoreUnreachable for a newer or a foreign database.
 */
export function migrate({ raw, path }: Sqlite): void {
  try {
    while (pending(raw, path) !== undefined) {
      raw.exec('begin immediate');
      try {
        // Read again under the lock: another process may have taken this step meanwhile.
        const step = pending(raw, path);
        if (step) raw.exec(`${step.sql}; pragma application_id = ${APPLICATION_ID}; pragma user_version = ${step.to}`);
        raw.exec('commit');
      } catch (error) {
        if (raw.isTransaction) raw.exec('rollback');
        throw error;
      }
    }
  } catch (error) {
    raw.close();
    throw explained(error, path);
  }
}

function pending(raw: DatabaseSync, path: string): { readonly sql: string; readonly to: number } | undefined {
  // One statement, so that another process's first start cannot fall in between.
  const { version, application, tables } = numbers(
    raw.prepare(`select user_version as version, application_id as application,
      (select count(*) from sqlite_schema) as tables from pragma_user_version, pragma_application_id`),
  );
  const isNew = version === 0 && tables === 0;
  if (application !== APPLICATION_ID && !isNew) {
    throw new StoreUnreachable(`the database ${path} belongs to another program; check the path`);
  }
  if (version > MIGRATIONS.length) {
    throw new StoreUnreachable(
      `the database ${path} was written by a newer crier (schema ${version}, this one knows ${MIGRATIONS.length}); upgrade crier`,
    );
  }
  const sql = MIGRATIONS[version];
  return sql === undefined ? undefined : { sql, to: version + 1 };
}

function numbers(statement: StatementSync) {
  const { version, application, tables } = statement.get() ?? {};
  return { version: Number(version), application: Number(application), tables: Number(tables) };
}
