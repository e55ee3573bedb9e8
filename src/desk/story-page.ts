import type { Context } from 'hono';
import type { Article } from '../domain/article.ts';
import type { Post, PostEvent } from '../domain/post.ts';
import { explain } from '../domain/reason.ts';
import type { KnownArticle } from '../domain/store.ts';
import { DRAWN } from './drawn/index.ts';
import { type Desk, framed } from './frame.ts';
import { type Html, html } from './html.ts';
import { pictureOf } from './pictures.ts';
import { siteLink } from './post-text.ts';
import { showing } from './showing.ts';
import { type Clock, clockTime, counted, inWords, PLATFORM_NAMES } from './words.ts';

/** How much of the story stands beside its posts. */
const PARAGRAPHS = 5;

/** `GET /stories/:source/:id`: the story, and beside it its posts as their readers see them. */
export function storyPage(desk: Desk): (c: Context) => Promise<Response> {
  return async (c) => {
    const { store } = desk.room;
    const key = { source: c.req.param('source') ?? '', id: c.req.param('id') ?? '' };
    const known = await store.article(key);
    if (!known) return c.notFound();
    const posts = [];
    for (const post of await store.posts({ article: key })) posts.push({ post, events: await store.events(post.id) });
    const main = html`<div class="beside">
${story(desk, known)}
<div class="posts">
<h2 class="unseen">Its posts</h2>
${posts.length === 0 && html`<p class="empty">No channel has a post of it.</p>`}
${posts.toSorted((a, b) => place(a.post) - place(b.post)).map(({ post, events }) => postOf(desk, post, events, known.article))}
</div>
</div>`;
    return framed(c, desk, { title: known.article.title, here: 'story', main });
  };
}

function story(desk: Desk, { article, withdrawal }: KnownArticle): Html {
  const { title, summary, section, authors, body, language, publishedAt, url, breaking } = article;
  const picture = pictureOf(article, desk.pictures);
  const paragraphs = body.split(/\n{2,}/);
  const rest = Math.max(0, paragraphs.length - PARAGRAPHS);
  return html`<article class="story" lang="${language}" dir="auto">
<p class="kicker">${breaking && html`<b class="breaking">Breaking</b> `}${section}</p>
<h1>${title}</h1>
${summary !== undefined && html`<p class="standfirst">${summary}</p>`}
<p class="byline" lang="en">${authors.length > 0 && `By ${authors.join(', ')} · `}${clockTime(publishedAt, clockOf(desk))}${withdrawal && html` · <b class="breaking">${withdrawal.replaceAll('-', ' ')}</b>`}</p>
${picture && html`<figure><img src="${picture.src}" alt="${picture.alt}">${picture.alt && html`<figcaption>${picture.alt}</figcaption>`}</figure>`}
${paragraphs.slice(0, PARAGRAPHS).map((paragraph) => html`<p class="paragraph">${paragraph}</p>`)}
<p class="more" lang="en">${rest > 0 && `${counted(rest, 'more paragraph')} on `}${siteLink(url)}</p>
</article>`;
}

function postOf(desk: Desk, post: Post, events: readonly PostEvent[], article: Article): Html {
  const { platform, channel, state, sending, reason, remoteUrl, occasion } = post;
  const text = sending?.text ?? post.text;
  const at = post.publishedAt;
  const spoken = { text: text ?? '', link: post.link, ...(at && { at }) };
  const clock = clockOf(desk);
  return html`<section class="post-of" aria-labelledby="post-${post.id}">
<h3 id="post-${post.id}">${PLATFORM_NAMES[platform]} <span class="count">${channel}${occasion !== 'first' && ` · ${occasion}`}</span></h3>
${text === undefined ? html`<p class="empty">It has no words yet.</p>` : DRAWN[platform](showing(desk, spoken, article))}
<p class="known ${state === 'published' ? 'settled' : 'open'}"><b>${inWords(state)}</b> ${at && clockTime(at, clock)}${at && ': '}${explain(reason)}. ${remoteUrl !== undefined && siteLink(remoteUrl)}</p>
<details class="history" id="history-${post.id}"><summary>History</summary>
<ol>${events.map((event) => eventLine(event, clock))}</ol>
</details>
</section>`;
}

function eventLine({ at, to, reason, by }: PostEvent, clock: Clock): Html {
  return html`<li>${clockTime(at, clock)} <b>${inWords(to)}</b>: ${explain(reason)}${by !== undefined && `, by ${by}`}</li>`;
}

/** X, Facebook, Google News: always in this order. */
function place({ platform }: Post): number {
  return Object.keys(PLATFORM_NAMES).indexOf(platform);
}

function clockOf({ room: { now, outlet } }: Desk): Clock {
  return { now: now(), timezone: outlet.timezone };
}
