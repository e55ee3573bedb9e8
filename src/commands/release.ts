import { release as letIn } from '../pipeline/withdraw.ts';
import type { Command } from './command.ts';
import { inNewsroom } from './setup.ts';
import { tellStory } from './story.ts';
import { articleNamed, needed, onlyPositional, whoseWord } from './typed.ts';

export const release: Command = {
  summary: 'let a pulled story in again',
  help: `usage: crier release ARTICLE|URL --by NAME --reason R [--json] [--config FILE]

Undoes a pull: what had not gone out regains its place. What was live gets no second post by itself;
"crier queue again" opens one where it is wanted.

  crier release harbour-bridge --by Ada --reason "the photo is right after all"

Exit codes: 0 done, also where the story was not pulled; 66 there is no such article.
`,
  options: { by: { type: 'string' }, reason: { type: 'string' } },
  async run(args, io) {
    const by = whoseWord(args);
    const reason = needed(args, 'reason', 'why the story may go out again');
    const name = onlyPositional(args, 'one article: its id, source/id or address');
    return inNewsroom(args, io, async (room) => {
      const { article } = await articleNamed(room, name);
      const posts = (await letIn(room, article, io.signal)) ?? [];
      await room.store.enter({ at: room.now(), what: `released ${article.source}/${article.id}`, by, reason });
      return tellStory(args, io, article, posts);
    });
  },
};
