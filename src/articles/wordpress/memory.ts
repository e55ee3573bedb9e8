import { z } from 'zod';

/** A post that was read: when it changed (epoch ms), and what it was; without digest it is gone and may come back. */
export interface KnownPost {
  readonly at: number;
  readonly digest: string;
}

/** How far a list was read, which is ordered by a time; epoch ms. */
export interface Mark {
  /** The latest time that was read. */
  at: number;
  /** Reading was cut short: it goes on behind these pages of what is no older than this. */
  rest?: { readonly from: number; readonly pages: number };
}

/** What is remembered of the posts of one type. */
export interface TypeMemory {
  readonly modified: Mark;
  /** A scheduled post goes out without being changed. */
  readonly published: Mark;
  /** By post id: the newest 200. */
  readonly known: Map<string, KnownPost>;
}

/** How many posts of a type are remembered: for so many it is noticed that they are gone. */
export const MOST_KNOWN = 200;

const KeptMark = z.object({
  at: z.number(),
  rest: z.object({ from: z.number(), pages: z.int() }).exactOptional(),
});
const Kept = z.object({
  reading: z.string(),
  types: z.record(
    z.string(),
    z.object({
      modified: KeptMark,
      published: KeptMark,
      posts: z.array(z.tuple([z.string(), z.number(), z.string()])),
    }),
  ),
});

/** The memory as a cursor, for those who read the posts in just this way. */
export function writeCursor(memory: ReadonlyMap<string, TypeMemory>, reading: string): string {
  const types = [...memory].map(([type, { known, ...marks }]) => {
    const posts = [...known].map(([id, { at, digest }]) => [id, at, digest]);
    return [type, { ...marks, posts }];
  });
  return JSON.stringify({ reading, types: Object.fromEntries(types) });
}

/** The memory in a cursor; of a type that is not in it, nothing was read since `startMs`. */
export function readCursor(
  cursor: string | undefined,
  reading: string,
  types: readonly string[],
  startMs: number,
): Map<string, TypeMemory> {
  const kept = Kept.safeParse(parse(cursor));
  const known = kept.success && kept.data.reading === reading ? kept.data.types : {};
  return new Map(
    types.map((type) => {
      const { posts = [], ...marks } = (Object.hasOwn(known, type) && known[type]) || {
        modified: { at: startMs },
        published: { at: startMs },
      };
      return [type, { ...marks, known: new Map(posts.map(([id, at, digest]) => [id, { at, digest }])) }];
    }),
  );
}

/** Forgets all but the posts that changed last. */
export function trim({ known }: TypeMemory): void {
  if (known.size <= MOST_KNOWN) return;
  const oldestFirst = [...known].sort(([, a], [, b]) => a.at - b.at);
  for (const [id] of oldestFirst.slice(0, known.size - MOST_KNOWN)) known.delete(id);
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
