import { pull as takeBack } from '../pipeline/withdraw.ts';
import type { Command } from './command.ts';
import { inNewsroom } from './setup.ts';
import { tellStory } from './story.ts';
import { articleNamed, needed, onlyPositional, whoseWord } from './typed.ts';

export const pull: Command = {
  summary: 'take a story back everywhere: what waits is canceled, what is live is deleted',
  help: `usage: crier pull ARTICLE|URL --by NAME --reason R [--json] [--config FILE]

Takes one story back on every channel: posts that wait are canceled at once, posts that are live are deleted
by the next pass, posts on their way are deleted as soon as they are found. No pause, quiet hour or budget
holds it up, and the story is not taken in again until it is released. What crier did not write itself it
never deletes: it shows the link and asks a person.

  crier pull harbour-bridge --by Ada --reason "the photo is of another bridge"
  crier pull https://news.example/harbour-bridge --by Ada --reason "not ours"
  crier run

Exit codes: 0 done; 66 there is no such article.
`,
  options: { by: { type: 'string' }, reason: { type: 'string' } },
  async run(args, io) {
    const by = whoseWord(args);
    const reason = needed(args, 'reason', 'why the story is taken back');
    const name = onlyPositional(args, 'one article: its id, source/id or address');
    return inNewsroom(args, io, async (room) => {
      const { article } = await articleNamed(room, name);
      return tellStory(args, io, article, (await takeBack(room, article, by, reason)) ?? []);
    });
  },
};
