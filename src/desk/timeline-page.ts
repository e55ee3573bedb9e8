import type { Context } from 'hono';
import { explain } from '../domain/reason.ts';
import { DRAWN } from './drawn/index.ts';
import { type Desk, framed } from './frame.ts';
import { type Html, html } from './html.ts';
import { inHand } from './in-hand.ts';
import { faultButtons } from './sandbox-faults.ts';
import { ownImage, showing } from './showing.ts';
import { storyPath } from './story-path.ts';
import { type Live, readTimelines, type Timeline } from './timeline-facts.ts';
import { clockTime, inWords, PLATFORM_NAMES } from './words.ts';

/** How long the page waits for an account to be read. */
const READ_FOR_MS = 10_000;

/** `GET /timeline`: what is live in the sandbox, beside what crier knows of it. */
export function timelinePage(desk: Desk): (c: Context) => Promise<Response> {
  return async (c) => {
    const signal = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(READ_FOR_MS)]);
    const timelines = await readTimelines(desk.room, signal);
    const main = html`<h1>Timeline</h1>
<p class="lead">${
      timelines.length > 0
        ? 'What readers see in the sandbox, and beside it what crier knows of it.'
        : 'No channel posts to the sandbox: what is live is on the platforms themselves.'
    }</p>
<div class="accounts">${timelines.map((timeline) => account(desk, timeline))}</div>`;
    return framed(c, desk, {
      title: 'Timeline',
      here: 'timeline',
      live: true,
      decides: desk.sandbox !== undefined,
      main,
    });
  };
}

function account(desk: Desk, timeline: Timeline): Html {
  const { account: id, channels, live } = timeline;
  const [first] = channels;
  const name = first ? PLATFORM_NAMES[first.platform] : id;
  return html`<section class="account" aria-labelledby="account-${id}">
<h2 id="account-${id}">${name} <span class="count">${channelNames(channels)}</span></h2>
${faultButtons(desk, id)}
${inHand(desk, timeline)}
${typeof live === 'string' ? html`<p class="empty">It cannot be read: ${live}.</p>` : posts(desk, timeline, live)}
</section>`;
}

function channelNames(channels: Timeline['channels']): string {
  return `channel${channels.length === 1 ? '' : 's'} ${channels.map(({ id }) => id).join(', ')}`;
}

function posts(desk: Desk, { channels: [channel] }: Timeline, live: readonly Live[]): Html {
  if (live.length === 0) return html`<p class="empty">Nothing is live here yet.</p>`;
  const draw = DRAWN[channel?.platform ?? 'twitter'];
  return html`${live.map((one) => {
    const { remote, post, article } = one;
    const image = post && ownImage(post);
    const spoken = { text: remote.text, link: remote.links[0] ?? '', image, at: remote.createdAt };
    return html`<article class="live" id="live-${remote.remoteId}">
${draw(showing(desk, spoken, article))}
${known(desk, one)}
</article>`;
  })}`;
}

/** What crier says of it. */
function known({ room }: Desk, { remote, post, recorded }: Live): Html {
  const clock = { now: room.now(), timezone: room.outlet.timezone };
  if (!post) return html`<p class="known by-hand"><b>not crier’s</b> Someone posted this by hand.</p>`;
  const story = html`<a href="${storyPath(post.article)}">story</a> · <code>${post.id}</code>`;
  if (!recorded) {
    return html`<p class="known open"><b>${inWords(post.state)}</b> It is live, and crier does not know yet: ${explain(post.reason)}. ${story}</p>`;
  }
  if (post.twins.includes(remote.remoteId)) {
    return html`<p class="known open"><b>twin</b> A second one of the same post: crier deletes it. ${story}</p>`;
  }
  const kind = post.state === 'published' ? 'settled' : 'open';
  return html`<p class="known ${kind}"><b>${inWords(post.state)}</b> ${clockTime(post.publishedAt ?? remote.createdAt, clock)}: ${explain(post.reason)}. ${story}</p>`;
}
