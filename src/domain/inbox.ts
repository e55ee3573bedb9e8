import { type Article, routing, visibleText } from './article.ts';
import { type Instant, latest } from './time.ts';

/** What a newsroom system sent of one article. */
export type Delivery =
  | {
      readonly type: 'story';
      readonly article: Article;
      /** The story's own time: its last change, or when it was sent where it names none. */
      readonly at: Instant;
    }
  /** It is never to be shown again. */
  | {
      readonly type: 'deletion';
      readonly at: Instant;
      /** `said`: an older one is stale, like a story; `sent`: it holds against all that came before. */
      readonly time: 'said' | 'sent';
    };

/** What the inbox holds of one article: the last that was sent, by the story's own time. */
export interface Held {
  readonly at: Instant;
  /** What was sent with this time, or before, does not bring it back. */
  readonly isCanceled: boolean;
  /** Undefined: it was deleted before anything else was known of it, or its text was let go. */
  readonly article?: Article;
}

/** What became of a delivery; `hold` is what the inbox holds from now on, undefined: as before. */
export interface Receipt {
  readonly status: 'accepted' | 'unchanged' | 'stale';
  readonly hold?: Held;
}

/** What becomes of a delivery, given what is held of the article and what is known of it from before. */
export function receive(delivery: Delivery, held: Held | undefined, known: Article | undefined): Receipt {
  return delivery.type === 'story' ? take(delivery, held) : strike(delivery, held, known);
}

/** What comes with the time of the last one is the word of who came last, but a cancellation stands. */
function take({ article, at }: Extract<Delivery, { type: 'story' }>, held: Held | undefined): Receipt {
  if (held) {
    if (held.article && isSame(held.article, article)) return { status: 'unchanged' };
    const order = Temporal.Instant.compare(at, held.at);
    if (order < 0 || (order === 0 && held.isCanceled)) return { status: 'stale' };
  }
  return { status: 'accepted', hold: { at, isCanceled: article.status === 'canceled', article } };
}

function strike(
  { at, time }: Extract<Delivery, { type: 'deletion' }>,
  held: Held | undefined,
  known: Article | undefined,
): Receipt {
  const isOlder = held !== undefined && Temporal.Instant.compare(at, held.at) < 0;
  if (held?.isCanceled && (isOlder || Temporal.Instant.compare(at, held.at) === 0)) return { status: 'unchanged' };
  if (isOlder && time === 'said') return { status: 'stale' };
  const lastAt = held ? latest(at, held.at) : at;
  const last = held?.article ?? known;
  const article = last && { ...last, status: 'canceled' as const, updatedAt: lastAt };
  return { status: 'accepted', hold: { at: lastAt, isCanceled: true, ...(article && { article }) } };
}

function isSame(one: Article, other: Article): boolean {
  const whole = (article: Article) => `${visibleText(article)} ${routing(article)} ${article.updatedAt}`;
  return whole(one) === whole(other);
}
