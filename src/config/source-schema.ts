import { resolve } from 'node:path';
import { z } from 'zod';
import type { SourceSpec } from './config.ts';
import { database } from './database-schema.ts';
import { mapping } from './mapping.ts';
import { id, linkPattern, text } from './values.ts';
import { wordpress } from './wordpress-schema.ts';

/** Kinds of sources that later versions will have. */
const NOT_YET = ['feed', 'push'];

const KINDS = 'folder, database or wordpress';

const common = {
  id: id.describe('Part of the identity of its articles, so it never changes.'),
};

const folder = mapping('keys with values: id, type, path, link', {
  ...common,
  type: z.literal('folder').describe('The kind of article store.'),
  path: text('a path, relative to this file').describe('The watched folder, relative to this file.'),
  link: linkPattern.exactOptional().describe('The address of a story that names none; {id} stands for its id.'),
});

/** One entry of `sources`. */
export const source = z.discriminatedUnion('type', [folder, database, wordpress], {
  error: ({ input }) => {
    const kind = typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined;
    return isNotYet(kind) ? `${KINDS}; ${kind} is not available yet` : KINDS;
  },
});

/** The source in the domain's terms; paths are relative to the folder of the config file. */
export function sourceSpec(said: z.output<typeof source>, folderOfConfig: string): SourceSpec {
  switch (said.type) {
    case 'folder':
      return { ...said, path: resolve(folderOfConfig, said.path) };
    case 'database': {
      const { account, overlap, ...spec } = said;
      return { ...spec, prefix: account, overlapMs: overlap };
    }
    case 'wordpress': {
      const { account, ...spec } = said;
      return { ...spec, ...(account !== undefined && { prefix: account }) };
    }
  }
}

/** Whether this names a kind of source of a later version. */
export function isNotYet(name: unknown): name is string {
  return NOT_YET.some((later) => later === name);
}
