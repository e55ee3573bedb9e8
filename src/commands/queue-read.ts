import { articleName } from '../domain/article.ts';
import { POST_STATES, type Post, type PostState } from '../domain/post.ts';
import { explain } from '../domain/reason.ts';
import type { StoredEvent } from '../domain/store.ts';
import { doubtsOf } from '../pipeline/doubts.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { type Args, EXIT, type ExitCode, flag, type Io, printJson, text, Usage } from './command.ts';
import { clock, inWords, POST_HEADS, postJson, postRow, reasonJson } from './post-view.ts';
import { secondLook } from './second-look.ts';
import { inNewsroom } from './setup.ts';
import { columns, complain, printLines } from './table.ts';
import { channelNamed, count, NoSuchId, noPositionals, onlyPositional } from './typed.ts';

const LISTED_AT_MOST = 1000;

/** `queue list`: posts, newest news first. */
export async function list(args: Args, io: Io): Promise<ExitCode> {
  noPositionals(args);
  const state = stateNamed(text(args, 'status'));
  const limit = count(args, 'limit');
  const channel = text(args, 'channel');
  return inNewsroom(args, io, async (room) => {
    if (channel !== undefined) await checkChannel(room, channel);
    const filter = { ...(state && { states: [state] }), ...(channel !== undefined && { channel }) };
    const posts = await room.store.posts({ ...filter, limit: limit ?? LISTED_AT_MOST });
    if (limit === undefined && posts.length === LISTED_AT_MOST) {
      complain(io, `these are the newest ${LISTED_AT_MOST}; --limit N shows more, --status and --channel fewer`);
    }
    if (flag(args, 'json')) printJson(io, posts.map(postJson));
    else if (posts.length === 0) printLines(io, ['no posts']);
    else printLines(io, columns([POST_HEADS, ...posts.map((post) => postRow(post, room.outlet.timezone))]));
    return EXIT.done;
  });
}

/** `queue show`: one post with its history. */
export async function show(args: Args, io: Io): Promise<ExitCode> {
  const id = onlyPositional(args, 'the id of one post');
  return inNewsroom(args, io, async (room) => {
    const post = await room.store.post(id);
    if (!post) throw new NoSuchId(`there is no post ${id}; "crier queue list" shows them`);
    const events = await room.store.events(id);
    const known = await room.store.article(post.article);
    const doubts = await doubtsOf(post, known?.article);
    // Every change made an event.
    const isShortened = events.length < post.version;
    if (flag(args, 'json')) {
      printJson(io, {
        ...postJson(post),
        ...(doubts.length > 0 && { doubts: doubts.map((doubt) => ({ ...doubt, text: secondLook(doubt) })) }),
        ...(isShortened && { historyShortened: true }),
        events: events.map(eventJson),
      });
    } else {
      const lines = isShortened
        ? ['(older history was compacted)', ...eventLines(events, room)]
        : eventLines(events, room);
      printLines(io, [...postLines(post, room), ...doubts.map(secondLook), '', ...lines]);
    }
    return EXIT.done;
  });
}

function stateNamed(written: string | undefined): PostState | undefined {
  if (written === undefined) return undefined;
  const state = POST_STATES.find((known) => known === written);
  if (!state) throw new Usage(`--status: expected one of ${POST_STATES.join(', ')}, got ${written}`);
  return state;
}

/** Posts of a channel that is no longer configured can still be asked for. */
async function checkChannel(room: Newsroom, id: string): Promise<void> {
  const [any] = await room.store.posts({ channel: id, limit: 1 });
  if (!any) channelNamed(room, id);
}

function eventJson({ type, at, from, to, reason, by, alert }: StoredEvent) {
  return {
    type,
    at,
    ...(from && { from }),
    to,
    reason: reasonJson(reason),
    ...(by !== undefined && { by }),
    ...(alert && { alert }),
  };
}

function postLines(post: Post, { outlet }: Newsroom): readonly string[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['post', `${post.id} (${post.occasion})`],
    ['article', articleName(post.article)],
    ['channel', `${post.channel} as ${post.account}${post.sandbox ? ', in the sandbox' : ''}`],
    ['status', `${inWords(post.state)}: ${explain(post.reason)}`],
    ['text', post.text ?? '-'],
    ['link', post.link],
    ['image', post.image?.url],
    ['alt text', post.image && (post.image.alt ?? '-')],
    ['note', post.note],
    ['due', clock(post.dueAt, outlet.timezone)],
    ['fresh until', post.freshUntil && clock(post.freshUntil, outlet.timezone)],
    ['attempts', String(post.attempts)],
    ['live at', post.remoteUrl],
    ['last error', post.lastError],
    ['content hash', post.contentHash],
  ];
  return columns(facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function eventLines(events: readonly StoredEvent[], { outlet }: Newsroom): readonly string[] {
  return columns(
    events.map(({ at, type, to, reason, by }) => [
      clock(at, outlet.timezone),
      type,
      inWords(to),
      `${explain(reason)}${by === undefined ? '' : `, by ${by}`}`,
    ]),
  );
}
