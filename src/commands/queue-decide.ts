import { DECIDED_FROM, type Decision } from '../domain/decisions.ts';
import { after, DAY_MS, isDue, MINUTE_MS } from '../domain/time.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { review } from '../pipeline/review.ts';
import { type Args, type ExitCode, flag, type Io, text, Usage } from './command.ts';
import { momentMeant } from './moment.ts';
import { hintAtDoubts } from './second-look.ts';
import { inNewsroom } from './setup.ts';
import { channelNamed, needed, onlyPositional, whoseWord } from './typed.ts';
import { type Decided, tellDecided } from './verdicts.ts';

/** The decisions that need no more than the posts they are about. */
type PlainType = 'approve' | 'reject' | 'return' | 'cancel' | 'retry' | 'revive';

/** A typo in the year must not park a post for good. */
const FURTHEST_AHEAD_MS = 366 * DAY_MS;

/** A decision that needs no more than the posts it is about: several ids, or `--all`. */
export function plainly(type: PlainType): (args: Args, io: Io) => Promise<ExitCode> {
  return async (args, io) => {
    const by = whoseWord(args);
    const named = args.positionals.map((written) => target(type, written));
    const all = flag(args, 'all');
    if (all === named.length > 0) throw new Usage(`queue ${type}: expected ids of posts, or --all instead`);
    if (!all && text(args, 'channel') !== undefined) throw new Usage('--channel goes with --all');
    return inNewsroom(args, io, async (room) => {
      const targets = all ? await everyTarget(type, room, text(args, 'channel')) : named;
      const decided: Decided[] = [];
      for (const { id, decision } of targets) decided.push({ id, verdict: await review(room, id, decision, by) });
      return tellDecided(args, io, room, decided);
    });
  };
}

/** `queue edit`: other words, another alt text, or no image. */
export async function edit(args: Args, io: Io): Promise<ExitCode> {
  const by = whoseWord(args);
  const id = onlyPositional(args, 'the id of one post');
  const decision = editMeant(args);
  return inNewsroom(args, io, async (room) => {
    const verdict = await review(room, id, decision, by);
    await hintAtDoubts(verdict, room, io);
    return tellDecided(args, io, room, [{ id, verdict }]);
  });
}

function editMeant(args: Args): Decision {
  const alt = text(args, 'alt');
  const noImage = flag(args, 'no-image');
  const given = [text(args, 'text'), alt, noImage || undefined].filter((one) => one !== undefined);
  if (given.length > 1) throw new Usage('queue edit: one of --text, --alt and --no-image at a time');
  if (noImage) return { type: 'edit-image', as: 'none' };
  if (alt !== undefined) return { type: 'edit-image', as: { alt: needed(args, 'alt', 'what the image shows') } };
  return { type: 'edit', text: needed(args, 'text', 'the words of the post, without the link') };
}

/** `queue schedule`: another time. */
export async function schedule(args: Args, io: Io): Promise<ExitCode> {
  const by = whoseWord(args);
  const id = onlyPositional(args, 'the id of one post');
  const written = needed(args, 'at', EXPECTED_TIME);
  return inNewsroom(args, io, async (room) => {
    const at = timeMeant(written, room);
    const verdict = await review(room, id, { type: 'schedule', at }, by);
    return tellDecided(args, io, room, [{ id, verdict }]);
  });
}

const EXPECTED_TIME = `a time such as 2026-09-01T14:00+02:00, "2026-09-01 14:00" or 14:00 by the outlet's clock`;

function timeMeant(written: string, { outlet, now }: Newsroom): Temporal.Instant {
  const at = momentMeant(written, now(), outlet.timezone);
  if (!at) throw new Usage(`--at: expected ${EXPECTED_TIME}, got ${written}`);
  if (isDue(at, after(now(), -MINUTE_MS))) throw new Usage(`--at: ${written} has passed`);
  if (!isDue(at, after(now(), FURTHEST_AHEAD_MS))) throw new Usage(`--at: ${written} is more than a year ahead`);
  return at;
}

interface Target {
  readonly id: string;
  readonly decision: Decision;
}

function target(type: PlainType, written: string): Target {
  const [id = '', hash] = written.split(':', 2);
  if (hash === undefined) return { id, decision: { type } };
  if (type !== 'approve') throw new Usage(`only approve takes ID:HASH, got ${written}`);
  return { id, decision: { type, hash } };
}

/** Approval of all is bound to what was there when they were listed. */
async function everyTarget(type: PlainType, room: Newsroom, channel: string | undefined): Promise<readonly Target[]> {
  const only = channel === undefined ? {} : { channel: channelNamed(room, channel).id };
  const posts = await room.store.posts({ ...only, states: DECIDED_FROM[type], limit: Number.MAX_SAFE_INTEGER });
  return posts.map(({ id, contentHash }) => ({
    id,
    decision: type === 'approve' ? { type, hash: contentHash } : { type },
  }));
}
