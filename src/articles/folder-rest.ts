import { type Instant, MINUTE_MS, msBetween } from '../domain/time.ts';

/** Looking takes no more than this share of the time. */
const LOOKING_SHARE = 1 / 20;
/** No watch is so sure, and no clock, that a folder is left alone for longer. */
const LONGEST_MS = MINUTE_MS;

/** How long a folder that the system watches need not be looked through: a large one takes long. */
export interface FolderRest {
  /** Whether nothing has to be looked for since the look that ended with this cursor. */
  isDue(cursor: string): boolean;
  /** The system told of a change: that is looked for at once. */
  over(): void;
  /** A look begins; to be told with its cursor when it found nothing. */
  look(): { foundNothing(cursor: string): void };
}

/** No rest yet. */
export function folderRest(now: () => Instant): FolderRest {
  let rest: { readonly cursor: string; readonly since: Instant; readonly forMs: number } | undefined;
  let looks = 0;
  return {
    isDue: (cursor) => rest?.cursor === cursor && apartMs(rest.since, now()) < rest.forMs,
    over() {
      looks += 1;
      rest = undefined;
    },
    look() {
      rest = undefined;
      looks += 1;
      const [began, look] = [now(), looks];
      return {
        foundNothing(cursor) {
          // What the system told of meanwhile may have been passed already.
          if (look !== looks) return;
          const since = now();
          rest = { cursor, since, forMs: Math.min(apartMs(began, since) / LOOKING_SHARE, LONGEST_MS) };
        },
      };
    },
  };
}

/** However the clock was set meanwhile. */
function apartMs(one: Instant, other: Instant): number {
  return Math.abs(msBetween(one, other));
}
