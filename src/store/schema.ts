import type { Generated } from 'kysely';
import type { ArticleStatus } from '../domain/article.ts';
import type { FileNote } from '../domain/file-notes.ts';
import type { PlatformId } from '../domain/ports.ts';
import type { PostState, Withdrawal } from '../domain/post.ts';
import type { ReasonType } from '../domain/reason.ts';
import type { Copy, PauseScope } from '../domain/store.ts';

/** Milliseconds since 1970, UTC. */
export type Millis = number;
/** 0 or 1. */
export type Flag = number;
/** JSON as text. */
export type Json = string;

/** The tables; what they hold is said in `domain/`, how they are kept in `migrations.ts`. */
export interface Database {
  hand_posts: { account: string; remote_id: string; link_key: string; url: string; text: string; created_at: Millis };
  logbook: { id: Generated<number>; at: number; what: string; by_whom: string; reason: string | null };
  meta: { key: 'outlet' | 'last-pass' | 'last-compaction'; value: string };
  articles: ArticleRow;
  copies: CopyRow;
  posts: PostRow;
  events: EventRow;
  post_counts: { channel: string; state: PostState; posts: number };
  ledger: LedgerRow;
  ledger_days: { account: string; day: number; usd: number };
  ledger_quarters: { account: string; quarter: number; posts: number; breaking: number; usd: number };
  accounts: AccountRow;
  pauses: { scope: PauseScope; at: Millis; by_whom: string; reason: string };
  channels: ChannelRow;
  feeds: FeedRow;
  hubs: HubRow;
  sources: SourceRow;
  files: { source: string; path: string; shelf: number; key: string; state: FileNote['state']; article: string | null };
  inbox: InboxRow;
  faults: { source: string; item: string; detail: string; since: Millis };
}

export interface ArticleRow {
  source: string;
  id: string;
  revision: string;
  status: ArticleStatus;
  published_at: Millis;
  first_seen_at: Millis;
  /** When its revision last changed. */
  revised_at: Millis | null;
  withdrawal: Withdrawal | null;
  /** The identity of the article's address, to find it by link. */
  link_key: string;
  /** Names the body of a story that was news when it came. */
  body_key: string | null;
  /** The whole article; compacted, it has no body. */
  content: Json;
  /** When its body may go, as far as was known when this was written; null: it went. */
  compact_at: Millis | null;
}

export interface CopyRow {
  source: string;
  id: string;
  story_source: string;
  story_id: string;
  link_key: string;
  said: string;
  state: Copy['state'];
  leads: Flag;
}

export interface PostRow {
  id: string;
  version: number;
  source: string;
  article_id: string;
  channel: string;
  account: string;
  platform: PlatformId;
  occasion: string;
  sandbox: Flag;
  state: PostState;
  /** Whose turn among the posts that are due, lowest first: see `precedence` in `rows.ts`. */
  precedence: number;
  reason_type: ReasonType;
  reason_detail: string | null;
  text: string | null;
  text_by: 'crier' | 'editor';
  link: string;
  image_url: string | null;
  image_alt: string | null;
  image_tries: number;
  link_tries: number;
  note: string | null;
  link_claim: string | null;
  content_hash: string;
  approved_hash: string | null;
  breaking: Flag;
  due_at: Millis;
  news_at: Millis;
  fresh_until: Millis | null;
  timed_by_person: Flag;
  attempts: number;
  lease_token: string | null;
  lease_until: Millis | null;
  lease_armed: Flag | null;
  sent_text: string | null;
  sent_link: string | null;
  sent_media: Json | null;
  sent_at: Millis | null;
  sent_deadline: Millis | null;
  sent_since: string | null;
  sent_clock_ahead_ms: number | null;
  ever_unconfirmed: Flag;
  duplicate_answer: Flag;
  looks: number;
  blind_looks: number;
  next_look_at: Millis | null;
  remote_id: string | null;
  remote_url: string | null;
  published_at: Millis | null;
  is_foreign: Flag;
  twins: Json;
  withdrawal: Withdrawal | null;
  last_error: string | null;
  created_at: Millis;
  updated_at: Millis;
  /** When its history may go; null: it went, or something may still come of the post. */
  compact_at: Millis | null;
}

export interface EventRow {
  post_id: string;
  /** The version of the post that this event led to. */
  version: number;
  type: string;
  at: Millis;
  from_state: PostState | null;
  to_state: PostState;
  reason_type: ReasonType;
  reason_detail: string | null;
  by_whom: string | null;
  alert: Flag;
}

/** One create that was, or may have been, accepted. */
export interface LedgerRow {
  account: string;
  post_id: string;
  /** The version of the post that entered the line. */
  version: number;
  at: Millis;
  usd: number;
  breaking: Flag;
}

export interface AccountRow {
  id: string;
  platform: PlatformId;
  app: string | null;
  limited_until: Millis | null;
  looks_limited_until: Millis | null;
  erases_limited_until: Millis | null;
  slowed_until: Millis | null;
  slow_gap_ms: number | null;
  no_credits_since: Millis | null;
  credits_try_at: Millis | null;
  credits_tried_by: string | null;
  looked_at: Millis | null;
  newest_seen: string | null;
  clock_ahead_ms: number;
  blind_since: Millis | null;
  blind_told: Flag;
}

export interface SourceRow {
  id: string;
  cursor: string | null;
  stopped_at: Millis | null;
  stopped_detail: string | null;
  stopped_vanished: number | null;
  absence_accepted: Flag;
  newest_at: Millis | null;
  read_at: Millis | null;
  read_again_at: Millis | null;
  failing_since: Millis | null;
  failing_times: number | null;
  failing_detail: string | null;
}

/** The last that was pushed of an article. */
export interface InboxRow {
  source: string;
  id: string;
  /** Counts what came, within the source; the last word on an article takes a new one. */
  place: number;
  /** The story's own time. */
  at: Millis;
  canceled: Flag;
  /** The whole article; null: taken in long ago, or deleted before it was known. */
  content: Json | null;
}

export interface ChannelRow {
  id: string;
  sandbox: Flag;
  account: string;
  real_since: Millis | null;
  active_at: Millis | null;
  /** How often a post of it changed, where it is one of feeds. */
  changes: Generated<number>;
}

/** The files of a channel: what they were last made of, and who has them in hand. */
export interface FeedRow {
  channel: string;
  flushed_changes: number | null;
  digest: string | null;
  next_at: Millis | null;
  fault: string | null;
  fault_since: Millis | null;
  lease_token: string | null;
  lease_until: Millis | null;
}

export interface HubRow {
  channel: string;
  hub: string;
  told: string | null;
  told_at: Millis | null;
  attempts: number;
  next_at: Millis | null;
  last_error: string | null;
}
