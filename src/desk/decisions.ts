import type { Context } from 'hono';
import type { Decision } from '../domain/decisions.ts';
import type { Post } from '../domain/post.ts';
import type { PauseScope } from '../domain/store.ts';
import { liftPause } from '../pipeline/resume.ts';
import { review } from '../pipeline/review.ts';
import { editorOf, field } from './form.ts';
import type { Desk } from './frame.ts';

type Handler = (c: Context) => Promise<Response>;

/** `POST /posts/:id/approval`: of the words the editor saw; `seen` is their hash. */
export function approval(desk: Desk): Handler {
  return async (c) =>
    decide(
      c,
      desk,
      { type: 'approve', hash: await field(c, 'seen') },
      ({ channel }) => `Approved: goes out on ${channel}`,
    );
}

/** `POST /posts/:id/rejection`. */
export function rejection(desk: Desk): Handler {
  return (c) => decide(c, desk, { type: 'reject' }, ({ channel }) => `Rejected: does not go out on ${channel}`);
}

/** `POST /posts/:id/return`: back to review, before it goes out. */
export function sendingBack(desk: Desk): Handler {
  return (c) => decide(c, desk, { type: 'return' }, ({ channel }) => `Sent back: waits for approval on ${channel}`);
}

/** `POST /resumption`: lifts the pause of `scope`, everything or one configured channel. */
export function resumption(desk: Desk): Handler {
  return async (c) => {
    const { room, notices } = desk;
    const scope = pausable(desk, await field(c, 'scope'));
    if (!scope) return c.notFound();
    const lifted = await liftPause(room, scope, await whoseWord(c, desk));
    const what = scope === 'all' ? 'Everything' : scope.slice('channel:'.length);
    const text = lifted.length > 0 ? `${what} may speak again` : `${what} was not paused any more`;
    return notices.redirect(c, '/', { type: 'done', text });
  };
}

/** `POST /editor`: the name alone; it is kept by every form. */
export function editorKept({ notices }: Desk): Handler {
  return async (c) => {
    const name = await editorOf(c);
    const text = name === undefined ? 'Your name is forgotten' : `Decisions are yours now, ${name}`;
    return notices.redirect(c, '/', { type: 'done', text });
  };
}

/** Whose word a decision is. */
export async function whoseWord(c: Context, { signature }: Desk): Promise<string> {
  return signature(await editorOf(c));
}

async function decide(c: Context, desk: Desk, decision: Decision, done: (post: Post) => string): Promise<Response> {
  const { room, notices } = desk;
  const verdict = await review(room, c.req.param('id') ?? '', decision, await whoseWord(c, desk));
  if (verdict.type === 'unknown') return c.notFound();
  if (verdict.type === 'refused') {
    return notices.redirect(c, '/', { type: 'refused', text: `Nothing was changed: ${verdict.why}` });
  }
  const known = await room.store.article(verdict.post.article);
  return notices.redirect(c, '/', {
    type: 'done',
    text: `${done(verdict.post)}: ${known?.article.title ?? verdict.post.link}`,
  });
}

function pausable({ room }: Desk, scope: string): PauseScope | undefined {
  if (scope === 'all') return scope;
  const channel = room.channels.find(({ id }) => scope === `channel:${id}`);
  return channel && `channel:${channel.id}`;
}
