import type { Context } from 'hono';
import type { Pause } from '../domain/store.ts';
import { type Desk, framed } from './frame.ts';
import { type Html, html } from './html.ts';
import { type List, type QueueFacts, readQueue } from './queue-facts.ts';
import { type Draw, failedPost, movingPost, waitingPost } from './queue-post.ts';
import { type Clock, clockTime, counted } from './words.ts';

/** `GET /`: what waits for a person, what is on its way, and what needs a look. */
export function queuePage(desk: Desk): (c: Context) => Promise<Response> {
  return async (c) => {
    const { room } = desk;
    const facts = await readQueue(desk);
    const clock = { now: room.now(), timezone: room.outlet.timezone };
    const count = sizeOf(facts.waiting);
    const title = count === 0 ? 'Queue' : `Queue (${count})`;
    return framed(c, desk, { title, here: 'queue', live: true, decides: true, main: main(facts, clock) });
  };
}

function main({ waiting, onTheWay, inTrouble, pauses }: QueueFacts, clock: Clock): Html {
  const noTrouble = inTrouble.posts.length === 0;
  return html`<h1>Queue</h1>
<p class="lead"><a href="#waiting">${sizeOf(waiting)} to decide</a>${!noTrouble && html`, <a href="#trouble">${sizeOf(inTrouble)} to look at</a>`}, <a href="#moving">${sizeOf(onTheWay)} on the way</a></p>
${pauses.map(({ pause, channels }) =>
  pauseLine(
    pause,
    channels.map(({ id }) => id),
    clock,
  ),
)}
<div class="columns">
<div>${section('waiting', 'Waits for you', waiting, waitingPost, clock, 'Nothing waits for a person.')}</div>
<div>
${!noTrouble && section('trouble', 'Needs a look', inTrouble, failedPost, clock, '')}
${section('moving', 'On its way', onTheWay, movingPost, clock, 'Nothing is on its way.')}
</div>
</div>`;
}

function sizeOf({ posts, rest }: List): number {
  return posts.length + rest;
}

function section(id: string, title: string, list: List, draw: Draw, clock: Clock, empty: string): Html {
  const { posts, rest } = list;
  return html`<section class="${id}" aria-labelledby="${id}">
<h2 id="${id}">${title} <span class="count">${sizeOf(list)}</span></h2>
${posts.length === 0 && html`<p class="empty">${empty}</p>`}
${posts.map((listed) => draw(listed, clock))}
${rest > 0 && html`<p class="empty">And ${counted(rest, 'older post')}: <code>crier queue list</code> shows them.</p>`}
</section>`;
}

function pauseLine({ scope, at, by, reason }: Pause, channels: readonly string[], clock: Clock): Html {
  const [only] = channels;
  // A channel is resumed by its own name: its account's pause is lifted with it.
  const resumes = scope === 'all' || only === undefined ? 'all' : `channel:${only}`;
  const what = scope === 'all' ? 'Everything' : channels.join(', ');
  return html`<div class="pause">
<p><b>${what} ${scope === 'all' || channels.length === 1 ? 'is' : 'are'} paused</b> by ${by} since ${clockTime(at, clock)}: ${reason}</p>
<button form="desk" formaction="/resumption" name="scope" value="${resumes}" id="resume-${scope}">Resume<span class="unseen"> ${what}</span></button>
</div>`;
}
