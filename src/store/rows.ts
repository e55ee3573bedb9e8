import { HISTORY_KEPT_MS, isPast } from '../domain/compaction.ts';
import type { Lease, Media, Post, PostEvent, PostImage, PostState, Sending } from '../domain/post.ts';
import { reason } from '../domain/reason.ts';
import type { StoredEvent } from '../domain/store.ts';
import { DAY_MS, type Instant, QUARTER_MS } from '../domain/time.ts';
import type { EventRow, Json, Millis, PostRow } from './schema.ts';

/** The post as a row; instants lose what is below a millisecond. */
export function postRow(post: Post): PostRow {
  const { lease, sending } = post;
  return {
    id: post.id,
    version: post.version,
    source: post.article.source,
    article_id: post.article.id,
    channel: post.channel,
    account: post.account,
    platform: post.platform,
    occasion: post.occasion,
    sandbox: Number(post.sandbox),
    state: post.state,
    precedence: precedence(post),
    reason_type: post.reason.type,
    reason_detail: post.reason.detail ?? null,
    text: post.text ?? null,
    text_by: post.textBy,
    link: post.link,
    image_url: post.image?.url ?? null,
    image_alt: post.image?.alt ?? null,
    image_tries: post.imageTries,
    link_tries: post.linkTries,
    note: post.note ?? null,
    link_claim: post.linkClaim ?? null,
    content_hash: post.contentHash,
    approved_hash: post.approvedHash ?? null,
    breaking: Number(post.breaking),
    due_at: millis(post.dueAt),
    news_at: millis(post.newsAt),
    fresh_until: millisOrNull(post.freshUntil),
    timed_by_person: Number(post.timedByPerson),
    attempts: post.attempts,
    lease_token: lease?.token ?? null,
    lease_until: millisOrNull(lease?.until),
    lease_armed: lease ? Number(lease.armed) : null,
    sent_text: sending?.text ?? null,
    sent_link: sending?.link ?? null,
    sent_media: sending?.media ? JSON.stringify(sending.media) : null,
    sent_at: millisOrNull(sending?.sentAt),
    sent_deadline: millisOrNull(sending?.deadline),
    sent_since: sending?.since ?? null,
    sent_clock_ahead_ms: sending?.clockAheadMs ?? null,
    ever_unconfirmed: Number(post.everUnconfirmed),
    duplicate_answer: Number(post.duplicateAnswer),
    looks: post.looks,
    blind_looks: post.blindLooks,
    next_look_at: millisOrNull(post.nextLookAt),
    remote_id: post.remoteId ?? null,
    remote_url: post.remoteUrl ?? null,
    published_at: millisOrNull(post.publishedAt),
    is_foreign: Number(post.foreign),
    twins: JSON.stringify(post.twins),
    withdrawal: post.withdrawal ?? null,
    last_error: post.lastError ?? null,
    created_at: millis(post.createdAt),
    updated_at: millis(post.updatedAt),
    compact_at: historyKeptUntil(post.state, millis(post.updatedAt)),
  };
}

/** The post a row holds. */
export function postOf(row: PostRow): Post {
  const lease = leaseOf(row);
  const sending = sendingOf(row);
  return {
    id: row.id,
    version: row.version,
    article: { source: row.source, id: row.article_id },
    channel: row.channel,
    account: row.account,
    platform: row.platform,
    occasion: row.occasion,
    sandbox: row.sandbox === 1,
    state: row.state,
    reason: reason(row.reason_type, row.reason_detail ?? undefined),
    textBy: row.text_by,
    link: row.link,
    contentHash: row.content_hash,
    breaking: row.breaking === 1,
    dueAt: instant(row.due_at),
    newsAt: instant(row.news_at),
    imageTries: row.image_tries,
    linkTries: row.link_tries,
    timedByPerson: row.timed_by_person === 1,
    attempts: row.attempts,
    everUnconfirmed: row.ever_unconfirmed === 1,
    duplicateAnswer: row.duplicate_answer === 1,
    looks: row.looks,
    blindLooks: row.blind_looks,
    foreign: row.is_foreign === 1,
    twins: JSON.parse(row.twins),
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
    ...present({
      text: row.text,
      image: imageOf(row),
      note: row.note,
      linkClaim: row.link_claim,
      approvedHash: row.approved_hash,
      freshUntil: instantOrNull(row.fresh_until),
      lease,
      sending,
      nextLookAt: instantOrNull(row.next_look_at),
      remoteId: row.remote_id,
      remoteUrl: row.remote_url,
      publishedAt: instantOrNull(row.published_at),
      withdrawal: row.withdrawal,
      lastError: row.last_error,
    }),
  };
}

/** When the history of a post that is in this state since then may go; null: not while it stays in it. */
export function historyKeptUntil(state: PostState, since: Millis): Millis | null {
  return isPast(state) ? since + HISTORY_KEPT_MS : null;
}

/** The newest news first, as the queries have it. */
export function newestFirst(rows: readonly PostRow[]): readonly PostRow[] {
  return rows.toSorted((a, b) => b.news_at - a.news_at || (a.id < b.id ? -1 : 1));
}

/** The event that led to this version of a post, as a row. */
export function eventRow(post: Pick<Post, 'id' | 'version'>, event: PostEvent): EventRow {
  return {
    post_id: post.id,
    version: post.version,
    type: event.type,
    at: millis(event.at),
    from_state: event.from ?? null,
    to_state: event.to,
    reason_type: event.reason.type,
    reason_detail: event.reason.detail ?? null,
    by_whom: event.by ?? null,
    alert: Number(event.alert ?? false),
  };
}

/** The event a row holds. */
export function eventOf(row: EventRow): StoredEvent {
  return {
    post: row.post_id,
    type: row.type,
    at: instant(row.at),
    to: row.to_state,
    reason: reason(row.reason_type, row.reason_detail ?? undefined),
    ...present({ from: row.from_state, by: row.by_whom, alert: row.alert === 1 ? (true as const) : null }),
  };
}

/** Milliseconds since 1970, UTC. */
export function millis(at: Instant): Millis {
  return at.epochMilliseconds;
}

/** Milliseconds since 1970, UTC; null where there is no instant. */
export function millisOrNull(at: Instant | undefined): Millis | null {
  return at ? millis(at) : null;
}

/** The day of UTC it falls in, counted since 1970. */
export function dayOf(at: Millis): number {
  return Math.floor(at / DAY_MS);
}

/** The quarter of an hour of UTC it falls in, counted since 1970. */
export function quarterOf(at: Millis): number {
  return Math.floor(at / QUARTER_MS);
}

/** The instant of these milliseconds. */
export function instant(at: Millis): Instant {
  return Temporal.Instant.fromEpochMilliseconds(at);
}

/** The instant of these milliseconds; null where there are none. */
export function instantOrNull(at: Millis | null): Instant | null {
  return at === null ? null : instant(at);
}

/** The fields that are not null: a column that may be empty is a field that may be absent. */
export function present<Fields extends object>(fields: Fields): { [K in keyof Fields]?: NonNullable<Fields[K]> } {
  const kept: { [K in keyof Fields]?: NonNullable<Fields[K]> } = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== null && value !== undefined) kept[name] = value;
  }
  return kept;
}

/**
 * Whose turn among the posts that are due, lowest first. A retry after a lost answer goes before every other create, so
 * that the platform's own duplicate check can catch a late twin; then breaking news.
 */
function precedence({ state, everUnconfirmed, breaking }: Post): number {
  return (state === 'retrying' && everUnconfirmed ? 0 : 2) + (breaking ? 0 : 1);
}

function leaseOf({ lease_token, lease_until, lease_armed }: PostRow): Lease | null {
  if (lease_token === null || lease_until === null) return null;
  return { token: lease_token, until: instant(lease_until), armed: lease_armed === 1 };
}

function sendingOf(row: PostRow): Sending | null {
  const { sent_text, sent_link, sent_at, sent_deadline, sent_clock_ahead_ms } = row;
  if (sent_text === null || sent_link === null || sent_at === null || sent_deadline === null) return null;
  return {
    text: sent_text,
    link: sent_link,
    sentAt: instant(sent_at),
    deadline: instant(sent_deadline),
    clockAheadMs: sent_clock_ahead_ms ?? 0,
    ...present({ since: row.sent_since, media: row.sent_media === null ? null : mediaOf(row.sent_media) }),
  };
}

function imageOf({ image_url, image_alt }: PostRow): PostImage | null {
  return image_url === null ? null : { url: image_url, ...present({ alt: image_alt }) };
}

/** The one instant in it was written as text. */
function mediaOf(written: Json): Media {
  const { usableUntil, ...media } = JSON.parse(written);
  return { ...media, ...(usableUntil && { usableUntil: Temporal.Instant.from(usableUntil) }) };
}
