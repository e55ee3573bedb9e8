import { review } from '../pipeline/review.ts';
import { type Args, type ExitCode, flag, type Io, text, Usage } from './command.ts';
import { remoteAddress } from './remote-link.ts';
import { inNewsroom } from './setup.ts';
import { NoSuchId, onlyPositional, whoseWord } from './typed.ts';
import { tellDecided } from './verdicts.ts';

/** `queue settle`: a person has looked on the account, and says what became of a post whose answer was lost. */
export async function settle(args: Args, io: Io): Promise<ExitCode> {
  const by = whoseWord(args);
  const id = onlyPositional(args, 'the id of one post');
  const url = text(args, 'published');
  if (flag(args, 'absent') === (url !== undefined)) throw new Usage('expected --published URL, or --absent instead');
  return inNewsroom(args, io, async (room) => {
    const post = await room.store.post(id);
    if (!post) throw new NoSuchId(`there is no post ${id}; "crier queue list --status unconfirmed" shows them`);
    const as = url === undefined ? 'absent' : remoteAddress(url.trim(), post);
    if (!as) throw new Usage(`--published: expected the address of a post as ${post.account}, got ${url}`);
    const verdict = await review(room, id, { type: 'settle', as }, by);
    return tellDecided(args, io, room, [{ id, verdict }]);
  });
}
