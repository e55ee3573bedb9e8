import type { Closed } from '../domain/gate.ts';
import type { Post } from '../domain/post.ts';
import { explain } from '../domain/reason.ts';
import type { Desk } from './frame.ts';
import { type Html, html } from './html.ts';
import { storyPath } from './story-path.ts';
import type { Timeline } from './timeline-facts.ts';
import { inWords, until } from './words.ts';

/** What crier has in hand on an account: why it is silent, what it does about each post, and when it does more. */
export function inHand(desk: Desk, { account, closed, inFlight }: Timeline): Html | undefined {
  if (!closed && inFlight.length === 0) return undefined;
  return html`<ul class="in-hand" aria-label="What crier has in hand">
${closed && html`<li id="closed-${account}">${silence(closed, desk)}</li>`}
${inFlight.map(
  ({ post, article }) => html`<li id="in-hand-${post.id}">
<p><b>${inWords(post.state)}</b> <a href="${storyPath(post.article)}">${article?.title ?? post.link}</a></p>
<p>${explain(post.reason)}. ${next(post, desk)}</p>
</li>`,
)}</ul>`;
}

function silence({ why, detail, until: opensAt }: Closed, { room }: Desk): Html {
  const does = why === 'no-credits' ? 'lets one post try' : 'speaks again';
  const ends = opensAt && html` crier ${does} <b>${until(opensAt, room.now())}</b>.`;
  const mayResume = why === 'paused' || why === 'no-credits';
  return html`<p><b>silent</b> ${detail}.${ends}${mayResume && html` <a href="/">Resume it in the queue.</a>`}</p>`;
}

function next(post: Post, { room: { now, delivery } }: Desk): Html {
  const { state, lease, sending, looks, nextLookAt, dueAt, attempts } = post;
  switch (state) {
    case 'publishing':
      return lease?.armed && sending
        ? html`Sent; crier waits for an answer, and stops waiting ${until(sending.deadline, now())}.`
        : html`Being prepared; nothing is sent yet.`;
    case 'unconfirmed':
      return nextLookAt
        ? html`<b>crier looks at the account ${until(nextLookAt, now())}</b>, look ${looks + 1} of 3.`
        : html`<b>A person must settle it:</b> <code>crier queue settle ${post.id}</code>`;
    case 'retracting':
      return nextLookAt ? html`crier deletes it ${until(nextLookAt, now())}.` : html`<b>A person must delete it.</b>`;
    default:
      return html`<b>crier tries again ${until(dueAt, now())}</b>, attempt ${attempts + 1} of ${delivery.attempts}.`;
  }
}
