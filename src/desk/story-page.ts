import type { Context } from 'hono';
import type { Article } from '../domain/article.ts';
import { parseLink } from '../domain/link.ts';
import type { Post, PostEvent } from '../domain/post.ts';
import { explain } from '../domain/reason.ts';
import type { KnownArticle } from '../domain/store.ts';
import { doubtsOf } from '../pipeline/doubts.ts';
import { DRAWN } from './drawn/index.ts';
import { type Desk, framed } from './frame.ts';
import { type Html, html } from './html.ts';
import { pictureOf } from './pictures.ts';
import { siteLink } from './post-text.ts';
import { secondLook } from './second-look.ts';
import { ownImage, showing } from './showing.ts';
import { type Clock, clockTime, counted, inWords, PLATFORM_NAMES } from './words.ts';

/** How much of the story stands beside its posts. */
const PARAGRAPHS = 6;

/** `GET /stories/:source/:id`: the story, and beside it its posts as their readers see them. */
export function storyPage(desk: Desk): (c: Context) => Promise<Response> {
  return async (c) => {
    const { store } = desk.room;
    const key = { source: c.req.param('source') ?? '', id: c.req.param('id') ?? '' };
    const known = await store.article(key);
    if (!known) return c.notFound();
    const posts = (await store.posts({ article: key })).toSorted((a, b) => place(a) - place(b));
    const told = [];
    for (const post of posts) told.push(await postOf(desk, post, known.article));
    const main = html`<div class="beside">
${story(desk, known)}
<div class="posts">
<h2 class="unseen">Its posts</h2>
${posts.length === 0 && html`<p class="empty">No channel has a post of it.</p>`}
${told}
</div>
</div>`;
    return framed(c, desk, { title: known.article.title, here: 'story', main });
  };
}

function story(desk: Desk, { article, withdrawal }: KnownArticle): Html {
  const { title, summary, section, authors, body, language, publishedAt, url, breaking } = article;
  const picture = pictureOf(article.image, desk.pictures);
  const paragraphs = body === '' ? [] : body.split(/\n{2,}/);
  const rest = Math.max(0, paragraphs.length - PARAGRAPHS);
  return html`<article class="story" lang="${language}" dir="auto">
<p class="kicker">${breaking && html`<b class="breaking">Breaking</b> `}${section}</p>
<h1>${title}</h1>
${summary !== undefined && html`<p class="standfirst">${summary}</p>`}
<p class="byline" lang="en">${authors.length > 0 && `By ${authors.join(', ')} · `}${clockTime(publishedAt, clockOf(desk))}${withdrawal && html` · <b class="breaking">${withdrawal.replaceAll('-', ' ')}</b>`}</p>
${picture && html`<figure><img src="${picture.src}" alt="${picture.alt}">${picture.alt && html`<figcaption>${picture.alt}</figcaption>`}</figure>`}
${body === '' && html`<p class="empty" lang="en">No text of it is kept here.</p>`}
${paragraphs.slice(0, PARAGRAPHS).map((paragraph) => html`<p class="paragraph">${paragraph}</p>`)}
<p class="more" lang="en">${rest > 0 && `${counted(rest, 'more paragraph')} on `}${siteLink(url)}</p>
</article>`;
}

async function postOf(desk: Desk, post: Post, article: Article): Promise<Html> {
  const { id, platform, channel, state, publishedAt, occasion, remoteUrl } = post;
  const clock = clockOf(desk);
  const events = await desk.room.store.events(id);
  const doubts = await doubtsOf(post, article);
  const live = remoteUrl !== undefined && parseLink(remoteUrl) !== undefined;
  return html`<section class="post-of" aria-labelledby="post-${id}">
<h3 id="post-${id}">${PLATFORM_NAMES[platform]} <span class="count">channel ${channel}${occasion !== 'first' && ` · ${occasion}`}</span></h3>
${await drawn(desk, post, article)}
${secondLook(post, doubts)}
<p class="known ${state === 'published' ? 'settled' : 'open'}"><b>${inWords(state)}</b> ${publishedAt && clockTime(publishedAt, clock)}${publishedAt && ': '}${explain(post.reason)}${post.note !== undefined && ` (${post.note})`}. ${live && siteLink(remoteUrl)}</p>
<details class="history" id="history-${id}"><summary>History</summary>
${events.length < post.version && html`<p class="count">Older history was compacted.</p>`}
<ol>${events.map((event) => eventLine(event, clock))}</ol>
</details>
</section>`;
}

/** As its readers see it, or would; what was skipped, or wants words, looks like nothing yet. */
async function drawn(desk: Desk, post: Post, article: Article): Promise<Html | undefined> {
  const words = post.sending?.text ?? post.text;
  if (words === undefined) return undefined;
  const link = post.sending?.link ?? post.link;
  const text = (await desk.room.formatOf(post.platform)).render(words, link);
  const spoken = { text, link, image: ownImage(post), ...(post.publishedAt && { at: post.publishedAt }) };
  return DRAWN[post.platform](showing(desk, spoken, article));
}

function eventLine({ at, to, reason, by }: PostEvent, clock: Clock): Html {
  return html`<li>${clockTime(at, clock)} <b>${inWords(to)}</b>: ${explain(reason)}${by !== undefined && `, by ${by}`}</li>`;
}

/** X, Facebook, Google News, always in this order; what a rule kept out comes last. */
function place({ platform, state }: Post): number {
  const platforms = Object.keys(PLATFORM_NAMES);
  return platforms.indexOf(platform) + (state === 'skipped' ? platforms.length : 0);
}

function clockOf({ room: { now, outlet } }: Desk): Clock {
  return { now: now(), timezone: outlet.timezone };
}
