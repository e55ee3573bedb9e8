import { DatabaseSync } from 'node:sqlite';
import type { PlatformId } from '../src/domain/platform.ts';
import { openStore } from '../src/store/index.ts';

/** So many of the newest stories are of the last two days, however long the past is: newsrooms of any age live the same present. */
const OF_TWO_DAYS = 250;
const YEARS = 3;

/**
 * Fills the store of a newsroom that has its channels with what `posts` past posts leave behind: their articles, events and ledger lines, the newest an hour
 * ago, the oldest three years. Most were published; one in ten was skipped, expired, rejected, canceled or pulled. None
 * still wants anything, and none was compacted yet.
 */
export async function makePast(path: string, posts: number, now: number): Promise<void> {
  const store = await openStore({ path });
  const channels = await store.channels();
  const platforms = new Map<string, PlatformId | undefined>();
  for (const { account } of channels) platforms.set(account, (await store.account(account))?.platform);
  await store.close();
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  db.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -2000000; begin');
  // Made once all rows are there, an index takes a tenth of the time.
  const indexes = db.prepare("select name, sql from sqlite_schema where type = 'index' and sql is not null").all();
  for (const { name } of indexes) db.exec(`drop index ${name}`);
  const articles = Math.floor(posts / channels.length);
  db.exec(`
    create temp table story (n integer primary key, at integer, fate integer);
    with recursive n (n) as (values (${articles}) union all select n - 1 from n where n > 1)
    insert into story select n,
      ${now} - 3600000 - cast(min(n, ${OF_TWO_DAYS}) * ${(2 * 86_400_000 - 3_600_000) / OF_TWO_DAYS}
        + max(n - ${OF_TWO_DAYS}, 0) * ${((YEARS * 365 - 2) * 86_400_000) / Math.max(articles - OF_TWO_DAYS, 1)} as integer),
      n * 7919 % 1000 from n;
    insert into articles (source, id, revision, status, published_at, first_seen_at, withdrawal, link_key, content)
    select 'archive', 'past' || n, printf('%032x', n * n), 'usable', at, at + 60000,
      iif(fate >= 990, 'pulled-by-person', null), 'news.example.com/past' || n,
      json_object('source', 'archive', 'id', 'past' || n, 'url', 'https://news.example.com/past' || n,
        'title', 'The council of town number ' || n || ' decides on its bridge',
        'body', 'The council of town number ' || n || ' decided on Friday to build a new bridge over the river.'
          || char(10, 10) || 'It will take two years and cost as much as the last one.',
        'authors', json_array('Ada Reporter'), 'tags', json_array(), 'section', 'local',
        'publishedAt', strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch'), 'language', 'en', 'status', 'usable',
        'breaking', json('false')) from story order by n desc;`);
  for (const [place, { id, account }] of channels.entries()) {
    const platform = platforms.get(account);
    if (platform) makePosts(db, { id, account, platform }, place, channels.length);
  }
  for (const { sql } of indexes) db.exec(`${sql}`);
  db.exec(`insert into ledger_days select account, at / 86400000, sum(usd) from ledger group by 1, 2;
    insert into ledger_quarters select account, at / 900000, count(*), sum(breaking), sum(usd) from ledger group by 1, 2;
    delete from post_counts; insert into post_counts select channel, state, count(*) from posts group by 1, 2`);
  db.exec('drop table story; commit; pragma journal_mode = wal; pragma synchronous = full');
  db.close();
}

function makePosts(
  db: DatabaseSync,
  { id, account, platform }: { id: string; account: string; platform: PlatformId },
  place: number,
  of: number,
): void {
  const isFeed = platform === 'google-news';
  const state = `case when fate < 900 then 'published' when fate < 950 then 'skipped' when fate < 970 then 'expired'
    when fate < 980 then 'rejected' when fate < 990 then 'canceled' else 'pulled' end`;
  db.exec(`
    create temp table past as select *, printf('%08x', (n * ${of} + ${place}) * 2654435761 & 4294967295) as post,
      ${state} as state from story;
    insert into posts (id, version, source, article_id, channel, account, platform, occasion, sandbox, state, precedence,
      reason_type, text, text_by, link, link_claim, content_hash, approved_hash, breaking, due_at, news_at, fresh_until,
      timed_by_person, attempts, ever_unconfirmed, duplicate_answer, looks, blind_looks, remote_id, remote_url,
      published_at, is_foreign, twins, created_at, updated_at)
    select post, iif(state = 'published', ${isFeed ? 2 : 4}, 2), 'archive', 'past' || n, '${id}', '${account}',
      '${platform}', 'first', 1, state, 3, iif(state = 'published', 'accepted', 'too-old'),
      'The council of town number ' || n || ' decided on Friday to build a new bridge over the river.', 'crier',
      'https://news.example.com/past' || n, iif(state in ('skipped', 'canceled'), null, 'news.example.com/past' || n),
      printf('%032x', n), printf('%032x', n), 0, at + 60000, at, at + 43200000, 0, 1, 0, 0, 0, 0,
      iif(state in ('published', 'pulled'), 'past-' || post, null), iif(state in ('published', 'pulled'),
      'https://news.example.com/past' || n, null), iif(state in ('published', 'pulled'), at + 90000, null), 0, '[]',
      at + 60000, at + 90000 from past order by n desc;
    insert into events (post_id, version, type, at, to_state, reason_type, alert)
    select post, 1, 'opened', at + 60000, 'scheduled', 'due', 0 from past order by n desc;
    insert into events (post_id, version, type, at, from_state, to_state, reason_type, alert)
    select post, 2, iif(state = 'published', '${isFeed ? 'accepted' : 'claimed'}', 'moved'), at + 80000, 'scheduled',
      iif(state = 'published', '${isFeed ? 'published' : 'publishing'}', state), 'claimed', 0 from past order by n desc;`);
  if (!isFeed) {
    db.exec(`
      insert into events (post_id, version, type, at, from_state, to_state, reason_type, alert)
      select post, version, iif(version = 3, 'armed', 'accepted'), at + 80000 + version * 2000, 'publishing',
        iif(version = 3, 'publishing', 'published'), iif(version = 3, 'armed', 'accepted'), 0
        from past, (select 3 as version union select 4) where state = 'published' order by n desc;
      insert into ledger (account, post_id, version, at, usd, breaking)
      select '${account}', post, 2, at + 80000, ${platform === 'twitter' ? 0.2 : 0}, 0 from past where state = 'published' order by n desc;`);
  }
  db.exec('drop table past');
}

/** Makes so many of the past stories wait on the first channel, for a person and for their time, half and half. */
export function makeWaiting(path: string, posts: number, now: number): void {
  const db = new DatabaseSync(path);
  db.exec(`
    update posts set state = iif(rowid % 2, 'pending_review', 'scheduled'), reason_type = 'review-required',
      due_at = ${now} + iif(rowid % 2, -1, 1) * 86400000, news_at = ${now} - rowid, fresh_until = null, remote_id = null
    where rowid in (select rowid from posts where channel = 'x' and state = 'published' order by news_at limit ${posts})`);
  db.close();
}
