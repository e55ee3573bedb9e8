import type { Post, PostImage } from '../domain/post.ts';
import { explain } from '../domain/reason.ts';
import { image as drawnImage } from './drawn/shown.ts';
import { type Html, html } from './html.ts';
import type { Picture } from './pictures.ts';
import { linked, siteLink } from './post-text.ts';
import type { Listed } from './queue-facts.ts';
import { secondLook, secondLookId } from './second-look.ts';
import { storyPath } from './story-path.ts';
import { type Clock, clockTime, grouped, inWords, PLATFORM_NAMES, until } from './words.ts';

/** Draws one post of a list. */
export type Draw = (listed: Listed, clock: Clock) => Html;

/** A post that a person decides about. */
export const waitingPost: Draw = (listed, clock) => {
  const { post } = listed;
  const buttons = html`${post.text !== undefined && approval(listed)}
${button(listed, 'rejection', 'Reject', 'second')}`;
  return entry(listed, clock, post.text === undefined ? needsWords(listed) : undefined, buttons);
};

/** A post that goes out by itself. */
export const movingPost: Draw = (listed, clock) => {
  const { state } = listed.post;
  return entry(listed, clock, undefined, state !== 'publishing' && button(listed, 'return', 'Send back', 'second'));
};

/** A post that may be live, or that nothing more comes of by itself. */
export const failedPost: Draw = (listed, clock) => entry(listed, clock, wayOut(listed.post, clock), undefined);

function entry(listed: Listed, clock: Clock, advice: Html | undefined, buttons: Html | false | undefined): Html {
  const { post, article, wouldSend, doubts, wouldShow, length, maxLength } = listed;
  const language = article?.language;
  return html`<article class="entry" id="post-${post.id}" aria-labelledby="head-${post.id}">
<p class="tags"><span class="platform ${post.platform}">${PLATFORM_NAMES[post.platform]}</span> <span>${post.channel}</span>
${post.breaking && html`<b class="breaking">Breaking</b>`}
${post.occasion !== 'first' && html`<span>${post.occasion}</span>`}
${post.sandbox && html`<span>sandbox</span>`}
<span class="due">${dueWords(post, clock)}</span></p>
<h3 id="head-${post.id}" dir="auto"${language && html` lang="${language}"`}><a href="${storyPath(post.article)}">${headline(listed)}</a></h3>
${wouldSend !== undefined && html`<blockquote dir="auto"${language && html` lang="${language}"`}>${linked(wouldSend, post.link, () => post.link)}</blockquote>`}
${secondLook(post, doubts)}
${post.image && ownPicture(wouldShow, post.image, post.id)}
<p class="why">${explain(post.reason)}.${post.note !== undefined && ` It goes out ${post.note}.`}${advice && html` ${advice}`}</p>
<p class="measure">${wouldSend !== undefined && html`<span>${grouped(length)} of ${grouped(maxLength)}</span> · `}${siteLink(post.link)} · <code>${post.id}</code></p>
${buttons && html`<p class="actions">${buttons}</p>`}
</article>`;
}

/** The picture is part of what is approved, and so is what is said of it; one that pages may not show is named. */
function ownPicture(picture: Picture | undefined, { url, alt }: PostImage, id: string): Html {
  const missing = html`No alt text: <code>crier queue edit ${id} --alt …</code> gives it one.`;
  return html`<figure>${picture ? drawnImage(picture) : linked(url, url, () => url)}
<figcaption>${alt ?? missing}</figcaption></figure>`;
}

function headline({ post, article }: Listed): string {
  return article?.title ?? post.link;
}

function dueWords({ state, dueAt, freshUntil }: Post, clock: Clock): Html {
  if (state === 'retrying') return html`tries again ${clockTime(dueAt, clock)}`;
  if (state === 'scheduled') return html`goes out ${clockTime(dueAt, clock)}`;
  if (state !== 'pending_review') return html`${inWords(state)}`;
  return html`due ${clockTime(dueAt, clock)}${freshUntil && html`, news until ${clockTime(freshUntil, clock)}`}`;
}

/** The hash on the button is of the words beside it: whoever approves them approves no others. */
function approval(listed: Listed): Html {
  const { id, contentHash } = listed.post;
  const described = listed.doubts.length > 0 && html` aria-describedby="${secondLookId(id)}"`;
  return html`<button form="desk" formaction="/posts/${id}/approval" name="seen" value="${contentHash}" id="approve-${id}-${contentHash}"${described}>Approve<span class="unseen"> ${headline(listed)} on ${listed.post.channel}</span></button>`;
}

function button(listed: Listed, noun: 'rejection' | 'return', label: string, kind: string): Html {
  const { id, channel } = listed.post;
  return html`<button class="${kind}" form="desk" formaction="/posts/${id}/${noun}" id="${noun}-${id}">${label}<span class="unseen"> ${headline(listed)} on ${channel}</span></button>`;
}

function needsWords({ post: { id } }: Listed): Html {
  return html`<code>crier queue edit ${id} --text …</code> gives it words.`;
}

/** What crier does about it, or what a person can. */
function wayOut(post: Post, clock: Clock): Html {
  const { id, state, nextLookAt, remoteUrl, lastError, reason } = post;
  const error = lastError !== undefined && lastError !== reason.detail && html` Last answer: ${lastError}.`;
  if (state === 'failed')
    return html`<code>crier queue retry ${id}</code> tries it again, <code>queue edit</code> gives it other words.${error}`;
  if (nextLookAt) return html`crier looks again ${until(nextLookAt, clock.now)}.${error}`;
  if (state === 'retracting')
    return html`Delete it by hand${remoteUrl !== undefined && html`: ${siteLink(remoteUrl)}`}.${error}`;
  return html`<code>crier queue settle ${id} --published URL</code> or <code>--absent</code> ends it.${error}`;
}
