import type { ArticleFolder } from './folder.ts';
import { fileOf, type Story, type Version } from './stories.ts';
import type { Side } from './world.ts';

/** The people of the newsroom: they file, correct, withdraw, and post by hand. */
export interface Desk {
  /** Does what is to be done by then, real milliseconds of the storm. */
  workUntil(atMs: number): void;
  /** When a story was filed, in the newsroom's time; undefined: not yet. */
  filedAt(id: string): number | undefined;
  /** When the last embargo of a story that was filed ends, in the newsroom's time; 0 without any. */
  lastEmbargo(): number;
}

/** What the desk works with. */
export interface DeskRoom {
  readonly folder: ArticleFolder;
  readonly sides: readonly Side[];
  readonly imageHost: string;
  /** How long a story is under embargo, in the newsroom's time. */
  readonly embargoMs: number;
  now(): number;
}

/** A desk with the stories of a storm before it. */
export function openDesk(stories: readonly Story[], { folder, sides, imageHost, embargoMs, now }: DeskRoom): Desk {
  const filed = new Map<string, number>();
  const write = (story: Story, changes: Partial<Version>) => {
    const filedAt = filed.get(story.id) ?? now();
    filed.set(story.id, filedAt);
    const embargo = story.deed?.type === 'embargoed' ? { embargoUntil: filedAt + embargoMs } : {};
    const version = { corrected: false, canceled: false, filedAt, ...embargo, ...changes };
    folder.file(`${story.id}.json`, fileOf(story, version, imageHost));
  };
  const postByHand = ({ id, link }: Story) => {
    for (const { there, account } of sides) there.postByHand(account, `I saw ${id} myself: ${link}`);
  };
  const act = (story: Story) => {
    if (story.deed?.type === 'corrected') write(story, { corrected: true });
    else if (story.deed?.type === 'withdrawn') write(story, { canceled: true });
    else postByHand(story);
  };
  const agenda = stories
    .flatMap((story) => [
      { at: story.fileAt, run: () => write(story, {}) },
      ...(story.deed ? [{ at: story.deed.at, run: () => act(story) }] : []),
    ])
    .sort((a, b) => a.at - b.at);
  return {
    workUntil(atMs) {
      while (agenda[0] && agenda[0].at <= atMs) agenda.shift()?.run();
    },
    filedAt: (id) => filed.get(id),
    lastEmbargo() {
      const embargoed = stories.filter(({ deed }) => deed?.type === 'embargoed');
      return Math.max(0, ...embargoed.map(({ id }) => (filed.get(id) ?? 0) + embargoMs));
    },
  };
}
