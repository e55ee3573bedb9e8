import { z } from 'zod';
import { newsroom } from './schema.ts';

/** newsroom.yaml as a JSON Schema (draft 2020-12), as the text of config/newsroom.schema.json. */
export function jsonSchema(): string {
  const schema = { title: 'newsroom.yaml of crier', ...z.toJSONSchema(newsroom, { io: 'input' }) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
