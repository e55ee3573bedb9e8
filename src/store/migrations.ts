import { APPLICATION_ID, schemaOf } from './mark.ts';
import type { Sqlite } from './sqlite.ts';
import { MIGRATIONS } from './steps.ts';
import { explained, StoreUnreachable } from './unreachable.ts';

/**
 * Brings the database to this version of crier, all steps in one transaction; safe when several processes start at
 * once, and at a kill. One that holds something already is copied first: the answer is where that copy is. Writes nothing
 * where the database is current. Throws StoreUnreachable for a newer or a foreign one, and where it cannot be copied.
 */
export async function migrate({ raw, path }: Sqlite): Promise<string | undefined> {
  try {
    if (isCurrent(schemaOf(raw, path), path)) return undefined;
    raw.exec('begin immediate');
    try {
      // Read again under the lock: another process may have done it meanwhile.
      const schema = schemaOf(raw, path);
      const isDone = isCurrent(schema, path);
      const copy = isDone || schema === 0 ? undefined : await copyBeforehand(path);
      for (const step of MIGRATIONS.slice(schema)) raw.exec(step);
      if (!isDone) raw.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${MIGRATIONS.length}`);
      raw.exec('commit');
      return copy;
    } catch (error) {
      if (raw.isTransaction) raw.exec('rollback');
      throw error;
    }
  } catch (error) {
    raw.close();
    throw explained(error, path);
  }
}

function isCurrent(schema: number, path: string): boolean {
  if (schema > MIGRATIONS.length) {
    throw new StoreUnreachable(
      `the database ${path} was written by a newer crier (schema ${schema}, this one knows ${MIGRATIONS.length}); upgrade crier`,
    );
  }
  return schema === MIGRATIONS.length;
}

/** Loaded when it is wanted: hardly any start is the first one after an upgrade. */
async function copyBeforehand(path: string): Promise<string> {
  const { keepCopy } = await import('./before-migration.ts');
  return keepCopy(path, MIGRATIONS.length);
}
