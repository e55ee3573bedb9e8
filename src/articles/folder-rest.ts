import { type Instant, MINUTE_MS, msBetween } from '../domain/time.ts';

/** Looking takes no more than this share of the time. */
const LOOKING_SHARE = 1 / 50;
/** No watch is so sure, and no clock, that a folder is left alone for longer. */
const LONGEST_MS = MINUTE_MS;

/** Whether a folder that the system watches need not be looked through: a large one takes long. */
export interface FolderRest {
  /** `isBusy`: files were named, which are looked at first. */
  isOn(isBusy: boolean): boolean;
  begin(tookMs: number): void;
  end(): void;
}

/** No rest yet. */
export function folderRest(now: () => Instant): FolderRest {
  let rest: { readonly since: Instant; readonly forMs: number } | undefined;
  return {
    // However the clock was set meanwhile.
    isOn: (isBusy) => rest !== undefined && Math.abs(msBetween(rest.since, now())) < (isBusy ? LONGEST_MS : rest.forMs),
    begin(tookMs) {
      rest = { since: now(), forMs: Math.min(tookMs / LOOKING_SHARE, LONGEST_MS) };
    },
    end() {
      rest = undefined;
    },
  };
}
