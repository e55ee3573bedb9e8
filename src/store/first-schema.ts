/** The tables as the first crier made them. */
export const FIRST_SCHEMA = `
create table meta (key text not null primary key, value text not null);

create table articles (
  source text not null,
  id text not null,
  revision text not null,
  status text not null,
  published_at bigint not null,
  first_seen_at bigint not null,
  withdrawal text,
  link_key text not null,
  content text not null,
  primary key (source, id)
);
create index articles_by_id on articles (id);
create index articles_by_link on articles (link_key, published_at desc);
create index articles_by_publication on articles (source, published_at);
create index articles_by_first_sight on articles (first_seen_at desc, published_at desc, source, id);

create table posts (
  id text not null primary key,
  version integer not null,
  source text not null,
  article_id text not null,
  channel text not null,
  account text not null,
  platform text not null,
  occasion text not null,
  sandbox smallint not null,
  state text not null,
  precedence smallint not null,
  reason_type text not null,
  reason_detail text,
  text text,
  text_by text not null,
  link text not null,
  link_claim text,
  content_hash text not null,
  approved_hash text,
  breaking smallint not null,
  due_at bigint not null,
  news_at bigint not null,
  fresh_until bigint,
  timed_by_person smallint not null,
  attempts integer not null,
  lease_token text,
  lease_until bigint,
  lease_armed smallint,
  sent_text text,
  sent_link text,
  sent_at bigint,
  sent_deadline bigint,
  sent_since text,
  sent_clock_ahead_ms bigint,
  ever_unconfirmed smallint not null,
  duplicate_answer smallint not null,
  looks integer not null,
  blind_looks integer not null,
  next_look_at bigint,
  remote_id text,
  remote_url text,
  published_at bigint,
  is_foreign smallint not null,
  twins text not null,
  withdrawal text,
  last_error text,
  created_at bigint not null,
  updated_at bigint not null,
  foreign key (source, article_id) references articles (source, id)
);

-- What can never be recorded twice.
create unique index posts_one_per_occasion on posts (source, article_id, channel, occasion);
create unique index posts_one_per_link on posts (account, link_claim, occasion) where link_claim is not null;
create unique index posts_one_per_remote on posts (account, remote_id) where remote_id is not null;
create unique index posts_one_in_flight on posts (account) where state = 'publishing';

-- What is to be done: these hold only the posts that want something, so a long past costs nothing.
create index posts_by_turn on posts (channel, precedence, news_at desc, id, due_at, breaking, timed_by_person)
  where state in ('scheduled', 'retrying');
create index posts_by_freshness on posts (channel, fresh_until)
  where state in ('pending_review', 'scheduled', 'retrying') and fresh_until is not null;
create index posts_by_look on posts (next_look_at, channel) where next_look_at is not null;
create index posts_with_twins on posts (account) where twins <> '[]';

-- What people look at.
create index posts_by_news on posts (news_at desc, id);
create index posts_by_state on posts (state, news_at desc, id);
create index posts_by_channel on posts (channel, news_at desc, id);
create index posts_by_channel_and_state on posts (channel, state, news_at desc, id, due_at);

create table events (
  post_id text not null references posts (id),
  version integer not null,
  type text not null,
  at bigint not null,
  from_state text,
  to_state text not null,
  reason_type text not null,
  reason_detail text,
  by_whom text,
  alert smallint not null,
  primary key (post_id, version)
);

create table ledger (
  account text not null,
  post_id text not null references posts (id),
  version integer not null,
  at bigint not null,
  usd double precision not null,
  breaking smallint not null,
  primary key (post_id, version)
);
create index ledger_by_account on ledger (account, at);

create table accounts (
  id text not null primary key,
  platform text not null,
  app text,
  limited_until bigint,
  looked_at bigint,
  newest_seen text,
  clock_ahead_ms bigint not null,
  blind_since bigint,
  blind_told smallint not null
);
create index accounts_by_app on accounts (app) where app is not null;

create table pauses (scope text not null primary key, at bigint not null, by_whom text not null, reason text not null);

create table logbook (id integer not null primary key, at bigint not null, what text not null, by_whom text not null, reason text);

create table channels (
  id text not null primary key,
  sandbox smallint not null,
  account text not null,
  real_since bigint,
  active_at bigint
);

create table hand_posts (
  account text not null,
  remote_id text not null,
  link_key text not null,
  url text not null,
  text text not null,
  created_at bigint not null,
  primary key (account, link_key, remote_id)
);
create index hand_posts_by_age on hand_posts (created_at);

create table sources (
  id text not null primary key,
  cursor text,
  stopped_at bigint,
  stopped_detail text,
  stopped_vanished integer,
  absence_accepted smallint not null
);

create table faults (
  source text not null,
  item text not null,
  detail text not null,
  since bigint not null,
  primary key (source, item)
);
`;
