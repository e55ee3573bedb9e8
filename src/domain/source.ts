import type { Article, ArticleKey, Fault } from './article.ts';
import type { Instant } from './time.ts';

/** What a source saw since the cursor. */
export type PollResult =
  | {
      readonly type: 'polled';
      /** Changed or new, oldest first, at most 200. */
      readonly articles: readonly Article[];
      /** No longer there. */
      readonly vanished: readonly ArticleKey[];
      readonly unreadable: readonly Fault[];
      /** Items that were read in this poll, or are gone: what was said against them no longer holds. */
      readonly readable: readonly string[];
      /** Handed in at the next poll once what came with it is stored. The same string: nothing changed. */
      readonly cursor: string;
      /** Whether another poll would bring more at once. */
      readonly more: boolean;
      /** When it is worth asking again; undefined: at every pass. */
      readonly againAt?: Instant;
    }
  /** The source itself cannot be read; nothing is known about its articles. */
  | {
      readonly type: 'unreachable';
      readonly detail: string;
      /** As networks have it: it may well come back by itself, and a person hears of it only after a while. */
      readonly passing?: true;
      /** The source asked not to be asked before. */
      readonly againAt?: Instant;
    };

/** One watched article store. */
export interface ArticleSource {
  readonly id: string;
  poll(cursor: string | undefined, signal: AbortSignal): Promise<PollResult>;
}
