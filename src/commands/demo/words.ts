import { articleName } from '../../domain/article.ts';
import type { Post } from '../../domain/post.ts';
import { explain } from '../../domain/reason.ts';
import { type Instant, isDue, MINUTE_MS, msBetween, SECOND_MS } from '../../domain/time.ts';
import type { Newsroom } from '../../pipeline/newsroom.ts';
import { reportChannels, tallyOf } from '../../pipeline/report.ts';
import { inWords } from '../post-view.ts';
import { columns } from '../table.ts';

const MOST_POSTS = 3200;
const READ_WITHIN_MS = 10 * SECOND_MS;

/** What this start did and how everything stands, in some ten lines; read from the store and the tally. */
export async function whatItDid(room: Newsroom, openedAt: Instant): Promise<readonly string[]> {
  const order = room.channels.map(({ id }) => id);
  const posts = (await room.store.posts({ limit: Number.MAX_SAFE_INTEGER })).toSorted(
    (a, b) => order.indexOf(a.channel) - order.indexOf(b.channel),
  );
  return [
    whatWasFiled(room, openedAt),
    '',
    ...(await channelLines(room)),
    '',
    ...columns([...(await heldStories(room, posts)), ...(await correctedStories(room, posts))]),
  ];
}

function whatWasFiled({ outlet, tally, now }: Newsroom, openedAt: Instant): string {
  const { articles, posts } = tally;
  const published = posts.published ?? 0;
  if (articles.new + articles.changed + articles.withdrawn === 0) {
    const came = published > 0 ? `${published} that had waited went out just now` : 'nothing was posted again';
    const minutes = Math.round(msBetween(openedAt, now()) / MINUTE_MS);
    return `${outlet.name} has filed nothing new since it opened ${minutes} min ago: ${came}.`;
  }
  const filed = [
    articles.new > 0 ? `filed ${articles.new} new stories` : '',
    articles.changed > 0 ? `corrected ${articles.changed}` : '',
    articles.withdrawn > 0 ? `withdrew ${articles.withdrawn}` : '',
  ];
  return `${outlet.name} ${listed(filed.filter(Boolean))}; crier published ${published} times.`;
}

async function channelLines(room: Newsroom): Promise<readonly string[]> {
  const rows: string[][] = [];
  const all = await room.store.counts();
  for (const { channel, gate } of await reportChannels(room)) {
    const most = Object.entries(tallyOf(all, channel.id)).sort(([, a], [, b]) => b - a);
    const counts = most.map(([state, count]) => `${count} ${inWords(state)}`);
    const closed = gate.type === 'closed' ? `; ${gate.detail}` : '';
    const shown = channel.sandbox ? await onTimeline(room, channel.account) : '';
    rows.push([`  ${channel.id}`, `${counts.join(', ') || 'nothing yet'}${shown}${closed}`]);
  }
  return columns(rows);
}

/** What readers find on the account, whatever the store says. */
async function onTimeline(room: Newsroom, account: string): Promise<string> {
  const platform = await room.platformOf(account);
  const read = await platform?.recent({ atMost: MOST_POSTS }, AbortSignal.timeout(READ_WITHIN_MS));
  if (read?.type !== 'read' || read.posts.length === 0) return '';
  const links = new Set(read.posts.flatMap((post) => post.links));
  const twice = read.posts.length - links.size;
  return `; ${read.posts.length} on its timeline, ${twice > 0 ? `${twice} TWICE` : 'none twice'}`;
}

/** The stories that are not out everywhere, with the reason; those that only wait for an editor are counted above. */
async function heldStories(room: Newsroom, posts: readonly Post[]): Promise<readonly (readonly string[])[]> {
  const held = posts.filter(
    ({ state, reason }) => state !== 'published' && !(state === 'pending_review' && reason.type === 'review-required'),
  );
  const said = Map.groupBy(held, (post) => articleName(post.article));
  const rows = [...said.values()].map((ofOne) => {
    const alike = Map.groupBy(
      ofOne,
      (post) => `${inWords(post.state)} on #: ${explain(post.reason)}${when(post, room.now())}`,
    );
    const parts = [...alike].map(([words, those]) => words.replace('#', listed(those.map(({ channel }) => channel))));
    return { story: ofOne[0]?.article.id ?? '', words: parts.join('; ') };
  });
  const together = Map.groupBy(rows, ({ words }) => words);
  return [...together].map(([words, those]) => [`  ${listed(those.map(({ story }) => story))}`, words]);
}

function when({ state, dueAt }: Post, now: Instant): string {
  if (state !== 'scheduled' || isDue(dueAt, now)) return '';
  return `, in ${Math.ceil(msBetween(now, dueAt) / SECOND_MS)} s`;
}

/** Stories that changed after they had gone out: what is shared changes in place, what was sent stays. */
async function correctedStories(room: Newsroom, posts: readonly Post[]): Promise<readonly (readonly string[])[]> {
  const live = posts.filter(({ state }) => state === 'published');
  const rows: string[][] = [];
  for (const ofOne of Map.groupBy(live, (post) => articleName(post.article)).values()) {
    const outBefore: Post[] = [];
    for (const post of ofOne) if (await changedSince(room, post)) outBefore.push(post);
    const [first] = outBefore;
    if (!first) continue;
    const [inPlace, asSent]: [string[], string[]] = [[], []];
    for (const { account, channel } of outBefore) {
      const isShared = (await room.platformOf(account))?.flush !== undefined;
      (isShared ? inPlace : asSent).push(channel);
    }
    const parts = [
      'corrected after it went out',
      inPlace.length > 0 ? `changed in place on ${listed(inPlace)}` : '',
      asSent.length > 0 ? `stays as it was sent on ${listed(asSent)}` : '',
    ];
    rows.push([`  ${first.article.id}`, parts.filter(Boolean).join('; ')]);
  }
  return rows;
}

async function changedSince({ store }: Newsroom, { article, publishedAt }: Post): Promise<boolean> {
  const updatedAt = (await store.article(article))?.article.updatedAt;
  return updatedAt !== undefined && publishedAt !== undefined && !isDue(updatedAt, publishedAt);
}

function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(names);
}
