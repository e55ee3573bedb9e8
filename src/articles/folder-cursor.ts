import { SHELVES } from './folder-shelves.ts';

/** How far a folder was read; which of its files say what stands in the notes that are stored with it. */
export interface FolderCursor {
  /** Counts the changes of this and of the notes: of two polls from the same cursor only one is stored. */
  readonly turn: number;
  /** The digest of each shelf as it was when everything on it had been read; empty: something is left to do. */
  readonly shelves: readonly string[];
  /** Articles that their file no longer holds, not yet reported: an unread file may hold them now. */
  readonly lost: readonly string[];
}

const UNREAD: FolderCursor = { turn: 0, shelves: Array.from({ length: SHELVES }, () => ''), lost: [] };

/** How far the folder was read; not at all where the cursor is none of ours. */
export function readCursor(cursor: string | undefined): FolderCursor {
  const [turn, shelves, lost] = partsOf(cursor);
  if (typeof turn !== 'number' || typeof shelves !== 'string' || !Array.isArray(lost)) return UNREAD;
  return { turn, shelves: shelves.split(' '), lost: lost.filter((id) => typeof id === 'string') };
}

/** The cursor after `before`: the very same where neither it nor the notes changed. */
export function writeCursor(
  before: string | undefined,
  next: Omit<FolderCursor, 'turn'>,
  anyNotesChanged: boolean,
): string {
  const { turn } = readCursor(before);
  const lost = next.lost.toSorted();
  const same = cursorOf({ turn, shelves: next.shelves, lost });
  return same === before && !anyNotesChanged ? same : cursorOf({ turn: turn + 1, shelves: next.shelves, lost });
}

function cursorOf({ turn, shelves, lost }: FolderCursor): string {
  return JSON.stringify([turn, shelves.join(' '), lost]);
}

function partsOf(cursor: string | undefined): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(cursor ?? '[]');
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
