import { readdir } from 'node:fs/promises';
import type { Context } from 'hono';
import { feedKind } from './feed-file.ts';
import type { FeedSite } from './feeds.ts';
import { type Desk, framed } from './frame.ts';
import { type Html, html } from './html.ts';
import { linked } from './post-text.ts';

/** `GET /feeds`: the feeds of each channel, as files one can open. */
export function feedList(desk: Desk): (c: Context) => Promise<Response> {
  return async (c) => {
    const sites = await Promise.all(desk.feeds.map(async (site) => siteOf(site, await filesOf(site))));
    const lead =
      sites.length > 0 ? 'What Google News and other readers fetch.' : 'No channel of Google News is configured.';
    const main = html`<h1>Feeds</h1>
<p class="lead">${lead}</p>
${sites}`;
    return framed(c, desk, { title: 'Feeds', here: 'feeds', main });
  };
}

async function filesOf({ directory }: FeedSite): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).filter((name) => feedKind(name)).toSorted();
  } catch {
    return [];
  }
}

function siteOf({ channel, address, hubs }: FeedSite, files: readonly string[]): Html {
  return html`<section class="feeds" aria-labelledby="feeds-${channel}">
<h2 id="feeds-${channel}">${channel}</h2>
<p>Readers find them at ${linked(address, address, () => address)}${hubs.length > 0 && ` and are told of news by ${hubs.join(', ')}`}.</p>
${files.length === 0 && html`<p class="empty">Nothing is written yet; the first pass does.</p>`}
<ul>${files.map((name) => html`<li><a href="/feeds/${channel}/${name}">${name}</a> <span class="quiet">${feedKind(name)?.meant}</span></li>`)}</ul>
</section>`;
}
