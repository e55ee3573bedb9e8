import { speakAgain } from '../pipeline/review.ts';
import { type Args, type ExitCode, type Io, Usage } from './command.ts';
import { hintAtDoubts } from './second-look.ts';
import { inNewsroom } from './setup.ts';
import { articleNamed, channelNamed, needed, onlyPositional, whoseWord } from './typed.ts';
import { tellDecided } from './verdicts.ts';

const OCCASIONS = ['update', 'correction'] as const;
type Occasion = (typeof OCCASIONS)[number];

/** `queue again`: a second post of a story, in an editor's words. */
export async function again(args: Args, io: Io): Promise<ExitCode> {
  const by = whoseWord(args);
  const name = onlyPositional(args, 'one article: its id, source/id or address');
  const channel = needed(args, 'channel', 'the channel it is for');
  const occasion = occasionNamed(needed(args, 'occasion', OCCASIONS.join(' or ')));
  const words = needed(args, 'text', 'the words of the post, without the link');
  return inNewsroom(args, io, async (room) => {
    const known = await articleNamed(room, name);
    const verdict = await speakAgain(room, known, channelNamed(room, channel), occasion, words, by);
    await hintAtDoubts(verdict, room, io);
    return tellDecided(args, io, room, [{ id: name, verdict }]);
  });
}

function occasionNamed(written: string): Occasion {
  const occasion = OCCASIONS.find((known) => known === written);
  if (!occasion) throw new Usage(`--occasion: expected ${OCCASIONS.join(' or ')}, got ${written}`);
  return occasion;
}
