// Writes config/newsroom.schema.json, by which editors complete and check newsroom.yaml.
import { writeFileSync } from 'node:fs';
import { jsonSchema } from '../src/config/json-schema.ts';

writeFileSync(new URL('../config/newsroom.schema.json', import.meta.url), jsonSchema());
