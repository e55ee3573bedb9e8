import { articleName } from '../domain/article.ts';
import type { Post } from '../domain/post.ts';
import { explain, type Reason } from '../domain/reason.ts';
import type { Instant } from '../domain/time.ts';
import { cut } from './table.ts';

/** A post as commands show it in JSON; `docs/schemas/post.schema.json` describes it. */
export function postJson(post: Post) {
  const { id, channel, account, platform, occasion, sandbox, link, dueAt, attempts, contentHash, breaking } = post;
  const { image, note, freshUntil, publishedAt, remoteId, remoteUrl, lastError } = post;
  return {
    id,
    article: articleName(post.article),
    channel,
    account,
    platform,
    occasion,
    sandbox,
    status: post.state,
    reason: reasonJson(post.reason),
    text: post.text ?? null,
    link,
    ...(image && { image: image.url }),
    ...(image?.alt !== undefined && { alt: image.alt }),
    ...(note !== undefined && { note }),
    breaking,
    dueAt,
    attempts,
    contentHash,
    ...(freshUntil && { freshUntil }),
    ...(publishedAt && { publishedAt }),
    ...(remoteId !== undefined && { remoteId }),
    ...(remoteUrl !== undefined && { remoteUrl }),
    ...(lastError !== undefined && { lastError }),
  };
}

/** A reason with its sentence. */
export function reasonJson(reason: Reason) {
  return { ...reason, text: explain(reason) };
}

/** The heads of the columns of `postRow`. */
export const POST_HEADS = ['id', 'channel', 'status', 'due', 'text', 'why'] as const;

/** A post as a row of a table; times in the outlet's zone. */
export function postRow(post: Post, timezone: string): readonly string[] {
  const { id, channel, state, dueAt } = post;
  return [
    id,
    channel,
    inWords(state),
    clock(dueAt, timezone),
    cut(post.text ?? '-', 60),
    cut(explain(post.reason), 90),
  ];
}

/** `pending_review` as `pending review`. */
export function inWords(state: string): string {
  return state.replaceAll('_', ' ');
}

/** An instant as the outlet's clock shows it, to the minute. */
export function clock(at: Instant, timezone: string): string {
  const local = at.toZonedDateTimeISO(timezone);
  return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

/** US dollars as people write them; platforms bill tenths of a cent. */
export function dollars(usd: number): string {
  return `$${usd.toFixed(3).replace(/0$/, '')}`;
}
