import type { Newsroom } from '../pipeline/newsroom.ts';
import type { Verdict } from '../pipeline/review.ts';
import { type Args, EXIT, type ExitCode, flag, type Io, printJson } from './command.ts';
import { inWords } from './post-view.ts';
import { complain, printLines } from './table.ts';

/** What came of a decision, and what it was about. */
export interface Decided {
  readonly id: string;
  readonly verdict: Verdict;
}

/** Tells what came of every decision, and answers the worst of it. */
export async function tellDecided(
  args: Args,
  io: Io,
  room: Newsroom,
  decisions: readonly Decided[],
): Promise<ExitCode> {
  const results = await Promise.all(decisions.map((decided) => resultOf(room, decided)));
  if (flag(args, 'json')) printJson(io, results);
  else if (results.length === 0) printLines(io, ['no posts to decide about']);
  else
    printLines(
      io,
      results.flatMap(({ id, status, ok }) => (ok ? [`${id}: ${inWords(status ?? '')}`] : [])),
    );
  complain(io, ...results.flatMap(({ why }) => why ?? []));
  const types = decisions.map(({ verdict }) => verdict.type);
  if (types.includes('unknown')) return EXIT.noSuchId;
  return types.includes('refused') ? EXIT.refused : EXIT.done;
}

/** `docs/schemas/decisions.schema.json` describes it: the state is the post's now, null where there is no post. */
async function resultOf(room: Newsroom, { id, verdict }: Decided) {
  if (verdict.type === 'decided') return { id: verdict.post.id, status: verdict.post.state, ok: true };
  const post = await room.store.post(id);
  return { id, status: post?.state ?? null, ok: false, why: verdict.why };
}
