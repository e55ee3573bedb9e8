import type { Article, ArticleKey, Fault } from './article.ts';
import type { FileChanges } from './file-notes.ts';
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
      /** What is to be stored with the cursor; there is none where that is the same. */
      readonly files?: FileChanges;
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
  /** Called again once what it answered was stored with its cursor, or dropped. */
  poll(cursor: string | undefined, signal: AbortSignal): Promise<PollResult>;
  /**
   * Resolves when something may have changed; absent where the store cannot tell. Asked again after each answer, one
   * call at a time and all with one signal, with which the watching ends: until then it may go on between two calls, and
   * what it sees there resolves the next one. A watch that has just begun, or may have missed something, resolves too.
   * Rejects where the store cannot tell now.
   */
  changed?(signal: AbortSignal): Promise<void>;
}

/** The stored side of a source. */
export interface SourceRecord {
  readonly id: string;
  readonly cursor?: string;
  /** Why nothing more is taken from it until a person says so, or it comes back. */
  readonly stopped?: { readonly at: Instant; readonly detail: string; readonly vanished: number };
  /** A person has said that what vanished may be withdrawn. */
  readonly absenceAccepted: boolean;
  readonly reading?: Reading;
  /** When it last brought an article that was not known. */
  readonly newestAt?: Instant;
}

/** How reading a source goes, whatever was read. */
export interface Reading {
  /** When it was last asked; of a source that is asked at every pass this is noted only now and then. */
  readonly at: Instant;
  /** Not to be asked before. */
  readonly nextAt?: Instant;
  /** Since when, how often and why it could not be read. */
  readonly failing?: { readonly since: Instant; readonly times: number; readonly detail: string };
}
