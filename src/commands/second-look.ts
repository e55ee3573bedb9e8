import { type Doubt, sayDoubt } from '../domain/facts/doubt.ts';
import { doubtsOf } from '../pipeline/doubts.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import type { Verdict } from '../pipeline/review.ts';
import type { Io } from './command.ts';
import { complain } from './table.ts';

/** Tells an editor, beside what came of a decision about words, what of them the story does not bear out. */
export async function hintAtDoubts(verdict: Verdict, room: Newsroom, io: Io): Promise<void> {
  if (verdict.type !== 'decided') return;
  const known = await room.store.article(verdict.post.article);
  complain(io, ...(await doubtsOf(verdict.post, known?.article)).map(secondLook));
}

/** The hint at one doubt. */
export function secondLook(doubt: Doubt): string {
  return `look again: the story does not bear out ${sayDoubt(doubt)}`;
}
