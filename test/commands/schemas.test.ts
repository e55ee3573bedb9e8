import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schemas } from '../../scripts/schemas.ts';

const FOLDER = new URL('../../docs/schemas/', import.meta.url);

test('every JSON shape has its schema in docs/schemas (node scripts/schemas.ts)', () => {
  expect(readdirSync(FOLDER).toSorted()).toEqual([...schemas().keys()].toSorted());
  for (const [name, schema] of schemas()) {
    expect(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
  }
});
