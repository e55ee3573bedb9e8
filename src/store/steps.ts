import { FIRST_SCHEMA } from './first-schema.ts';

/**
 * One text per schema version, oldest first; a released one is never changed. PostgreSQL understands them too: bigint
 * holds milliseconds since 1970, smallint holds 0 or 1.
 */
export const MIGRATIONS: readonly string[] = [
  FIRST_SCHEMA,
  `
  alter table articles add column revised_at bigint;

  alter table channels add column changes bigint not null default 0;

  create table feeds (
    channel text not null primary key,
    flushed_changes bigint,
    digest text,
    next_at bigint,
    fault text,
    fault_since bigint,
    lease_token text,
    lease_until bigint
  );

  create table hubs (
    channel text not null,
    hub text not null,
    told text,
    told_at bigint,
    attempts integer not null,
    next_at bigint,
    last_error text,
    primary key (channel, hub)
  );
  `,
  `
  -- What a post carries as its own picture, and what of it lies ready on the platform.
  alter table posts add column image_url text;
  alter table posts add column image_alt text;
  alter table posts add column image_tries integer not null default 0;
  alter table posts add column note text;
  alter table posts add column sent_media text;
  `,
  `
  -- How often in a row its link was found not ready for readers.
  alter table posts add column link_tries integer not null default 0;
  `,
  `
  -- What a platform's answers say of an account, beside the limit of its creates.
  alter table accounts add column looks_limited_until bigint;
  alter table accounts add column erases_limited_until bigint;
  alter table accounts add column slowed_until bigint;
  alter table accounts add column slow_gap_ms bigint;
  alter table accounts add column no_credits_since bigint;
  alter table accounts add column credits_try_at bigint;
  alter table accounts add column credits_tried_by text;
  `,
  `
  -- What is long past: when what nobody needs any more of an article or a post may go; null: it went, or it stays. What
  -- was there before says 0, and is judged when its turn comes.
  alter table articles add column compact_at bigint default 0;
  create index articles_to_compact on articles (compact_at) where compact_at is not null;
  alter table posts add column compact_at bigint default 0;
  create index posts_to_compact on posts (compact_at) where compact_at is not null;

  -- The ledger added up by days of UTC: a month is a few of them, however many lines it has.
  create table ledger_days (
    account text not null,
    day bigint not null,
    usd double precision not null,
    primary key (account, day)
  );
  insert into ledger_days (account, day, usd) select account, at / 86400000, sum(usd) from ledger group by account, at / 86400000;

  -- How many posts there are of each kind, kept up by every change of one.
  create table post_counts (
    channel text not null,
    state text not null,
    posts bigint not null,
    primary key (channel, state)
  );
  insert into post_counts (channel, state, posts) select channel, state, count(*) from posts group by channel, state;

  -- What ingest put aside in a gap; a channel may have many others that wait for a person.
  create index posts_put_aside on posts (channel) where state = 'pending_review' and reason_type = 'catch-up';
  `,
  `
  -- How reading a source goes: when it was asked, when it may be asked again, and since when in vain.
  alter table sources add column newest_at bigint;
  alter table sources add column read_at bigint;
  alter table sources add column read_again_at bigint;
  alter table sources add column failing_since bigint;
  alter table sources add column failing_times integer;
  alter table sources add column failing_detail text;
  `,
  `
  -- A cursor in pieces, so that one which grows is written by what was added; counted, so that it is read again only
  -- where it changed.
  create table cursors (source text not null, place integer not null, piece text not null, primary key (source, place));
  insert into cursors (source, place, piece) select id, 0, cursor from sources where cursor is not null;
  alter table sources drop column cursor;
  alter table sources add column cursor_changes bigint not null default 0;
  `,
  `
  -- Stories that come under several names, each of them a copy.
  create table copies (
    source text not null,
    id text not null,
    story_source text not null,
    story_id text not null,
    link_key text not null,
    said text not null,
    state text not null,
    leads smallint not null,
    primary key (source, id),
    foreign key (story_source, story_id) references articles (source, id)
  );
  create index copies_by_story on copies (story_source, story_id);
  create index copies_by_link on copies (link_key);

  -- By what a story is found whose address changed; null: its body tells nothing, or it was old when it came.
  alter table articles add column body_key text;
  create index articles_by_body on articles (body_key) where body_key is not null;
  `,
  `
  -- What newsroom systems pushed: of each article the last word, which stays so that an older one is known to be stale.
  create table inbox (
    source text not null,
    id text not null,
    place bigint not null,
    at bigint not null,
    canceled integer not null,
    content text,
    primary key (source, id)
  );
  create unique index inbox_by_place on inbox (source, place);
  create index inbox_whole on inbox (source, place) where content is not null;
  `,
  `
  -- What is remembered of the files of a folder: a row each, so that a change of one touches only those beside it. Cursors
  -- are short again; a folder's, which had all that in it, is made anew by reading every file once more.
  create table files (
    source text not null,
    path text not null,
    shelf integer not null,
    key text not null,
    state text not null,
    article text,
    primary key (source, path)
  );
  create index files_by_shelf on files (source, shelf);
  create index files_by_article on files (source, article);
  alter table sources add column cursor text;
  update sources set cursor = (select piece from cursors where source = id)
    where 1 = (select count(*) from cursors where source = id);
  alter table sources drop column cursor_changes;
  drop table cursors;
  `,
  `
  -- The ledger added up by quarters of an hour of UTC: a day is a hundred of them, however many lines it has.
  create table ledger_quarters (
    account text not null,
    quarter bigint not null,
    posts bigint not null,
    breaking bigint not null,
    usd double precision not null,
    primary key (account, quarter)
  );
  insert into ledger_quarters (account, quarter, posts, breaking, usd)
  select account, at / 900000, count(*), sum(breaking), sum(usd) from ledger group by account, at / 900000;
  `,
];
