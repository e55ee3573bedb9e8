import type { Article, ArticleKey, Fault } from './article.ts';
import type { FeedChange, FeedRecord, HubRecord } from './feed-records.ts';
import type { FileChanges, FileNotes } from './file-notes.ts';
import type { Held } from './inbox.ts';
import type { RemotePost } from './ports.ts';
import type { Post, PostEvent, PostKind } from './post.ts';
import type {
  Account,
  AccountChange,
  Admission,
  ChannelRecord,
  Horizon,
  KnownArticle,
  LogbookEntry,
  Pause,
  PauseScope,
  PostCount,
  PostFilter,
  Sighting,
  Situation,
  Spoken,
  StoredEvent,
  Transition,
  Windows,
} from './records.ts';
import type { Reading, SourceRecord } from './source.ts';
import type { Instant } from './time.ts';

export type * from './feed-records.ts';
export type * from './records.ts';
export type { Reading, SourceRecord } from './source.ts';

/** What a rule answers about a post, beside anything of its own. */
export interface Ruled {
  readonly transition?: Transition | undefined;
  /** What becomes of the post right after that, in the same transaction. */
  readonly next?: Transition | undefined;
}

/** What an account was seen to speak that no post asked it to, by the posts it concerns. */
export interface SpokenUnasked {
  readonly waiting: readonly Post[];
  readonly takenBack: readonly { readonly post: Post; readonly remote: RemotePost }[];
}

/** Where articles, posts, events, accounts, pauses and cursors are kept. Every method is one transaction. */
export interface Store {
  // posts: one write path
  /** Compare-and-swap on the version, post and event together; false: someone else was first. */
  commit(transition: Transition): Promise<boolean>;
  /**
   * Reads everything the rules look at and commits what `rule` answers, in one transaction. What `rule` answers is
   * returned; it must be pure and may be called more than once.
   */
  consult<Answer extends Ruled>(
    postId: string,
    windows: Windows,
    rule: (situation: Situation) => Answer,
  ): Promise<Answer | undefined>;
  /** The same for several posts, all in one transaction: where one is not taken, none is, and it answers undefined. */
  consultAll<Answer extends Ruled>(
    postIds: readonly string[],
    windows: Windows,
    rule: (situation: Situation) => Answer,
  ): Promise<readonly Answer[] | undefined>;
  /** Opens a post a person asked for; false where the article has one for this occasion or the link is taken. */
  open(post: Post, event: PostEvent): Promise<boolean>;
  post(id: string): Promise<Post | undefined>;
  /** Newest news first. */
  posts(filter: PostFilter): Promise<readonly Post[]>;
  events(postId: string): Promise<readonly StoredEvent[]>;
  /** How many posts of each state, and per channel. */
  counts(): Promise<readonly PostCount[]>;
  /** Of the waiting posts that are due, the one that has been for the longest. */
  longestDue(now: Instant): Promise<Post | undefined>;

  // what is to be done
  /**
   * The channel's posts of these kinds to publish, at most 20, in this order: a retry after a lost answer, then
   * breaking, then the freshest.
   */
  nextDue(channel: string, now: Instant, kinds: readonly PostKind[]): Promise<readonly Post[]>;
  /** Posts that want settling: leases that ran out, and looks and deletions due on these accounts. At most 100. */
  unsettled(now: Instant, accounts: readonly string[]): Promise<readonly Post[]>;
  /**
   * Posts that wait for a time beyond the horizon of our clock: leases that end after it, and looks and due times written
   * after it. At most 100.
   */
  ahead(horizon: Pick<Horizon, 'leases' | 'changes'>): Promise<readonly Post[]>;
  /** Waiting posts of these channels that are no longer fresh. At most 200. */
  stale(now: Instant, channels: readonly string[]): Promise<readonly Post[]>;
  /** The earliest time later than `since` at which a waiting or unsettled post of these channels wants something. */
  nextAt(channels: readonly string[], since: Instant): Promise<Instant | undefined>;
  /**
   * Keeps how far an account was looked at, and in the same transaction what no post is recorded for of what was seen,
   * `links` being their keys; what is older than `keepFrom` is forgotten.
   */
  rememberSeen(account: string, posts: readonly RemotePost[], keepFrom: Instant, change: AccountChange): Promise<void>;
  /**
   * Of an account, whose posts what is remembered may be: those that wait to speak its link; and first posts that never
   * went out, of stories that were withdrawn or pulled, each with what is remembered of its story.
   */
  spokenUnasked(account: string): Promise<SpokenUnasked>;
  /** Which of these remote posts are recorded, and for which post. */
  recorded(account: string, remoteIds: readonly string[]): Promise<ReadonlyMap<string, string>>;

  // articles
  /**
   * What is known of the stories of these articles; of one whose key is new, also by its address and body
   * (`isSameStory`).
   */
  known(articles: readonly (Article | ArticleKey)[]): Promise<readonly Sighting[]>;
  article(key: ArticleKey): Promise<KnownArticle | undefined>;
  /** Finds by source and id, by id alone where it is the only one, or by link. */
  findArticle(text: string): Promise<KnownArticle | undefined>;
  /**
   * One batch of a source (at most 200 articles) and its next cursor, in one transaction. `decide` sees the rows as they
   * are, as `known` finds them; undefined: nothing to write for this article. Without a cursor the source's row stays as it is.
   * Undefined is answered, and nothing written, where the cursor is no longer the one `polled` from. `files`: how the
   * notes change that stand with the cursor.
   */
  intake(
    source: string,
    cursor: string | undefined,
    articles: readonly Article[],
    decide: (article: Article, sighting: Sighting) => Admission | undefined,
    polled?: { readonly from: string | undefined; readonly files?: FileChanges | undefined },
  ): Promise<readonly Admission[] | undefined>;
  /** How many of these, and how many of all the source's usable articles, were published at or after `since`. */
  countSince(source: string, since: Instant, keys: readonly ArticleKey[]): Promise<{ some: number; all: number }>;
  /** Whether the source has usable articles, and they are all among these. */
  hasNoOther(source: string, keys: readonly ArticleKey[]): Promise<boolean>;
  /** Articles first seen at or after `since` with their posts, newest first. */
  coverage(since: Instant): Promise<readonly { readonly known: KnownArticle; readonly posts: readonly Post[] }[]>;

  // accounts, channels, pauses, sources
  /** Makes sure the account has a row. */
  openAccount(account: Pick<Account, 'id' | 'platform' | 'app'>): Promise<Account>;
  account(id: string): Promise<Account | undefined>;
  /** The account as it was before; undefined: it was never opened. */
  changeAccount(id: string, change: AccountChange): Promise<Account | undefined>;
  /**
   * Lets one process try whether an account without credits has some again, once that is due; the next try is due at
   * `nextTryAt`. False: another one tries, or there is no need.
   */
  tryCredits(account: string, process: string, now: Instant, nextTryAt: Instant): Promise<boolean>;
  /** Opens the gates that limits beyond this time keep shut. */
  liftLimits(beyond: Instant): Promise<void>;
  spoken(account: string, windows: Windows): Promise<Spoken>;
  pauses(): Promise<readonly Pause[]>;
  /** False where that scope is paused already; the first reason stays. */
  pause(pause: Pause): Promise<boolean>;
  /** The pause that was lifted. */
  lift(scope: PauseScope): Promise<Pause | undefined>;
  channels(): Promise<readonly ChannelRecord[]>;
  saveChannel(record: ChannelRecord): Promise<void>;
  /**
   * Ends a channel's gap, at most 200 posts in one transaction: `choose` sees the posts the gap left over, newest first,
   * and of its choice the last ones are `moved`. While more are to follow the gap is not over. Undefined, and nothing
   * written, where another process ended it meanwhile (`activeAt` no longer is `seen`).
   */
  endGap(
    channel: string,
    seen: Instant | undefined,
    now: Instant,
    choose: (left: readonly Post[]) => readonly Transition[],
  ): Promise<{ readonly moved: readonly Transition[]; readonly isOver: boolean } | undefined>;
  source(id: string): Promise<SourceRecord>;
  /** What is remembered of the files of a source that is a folder. */
  fileNotes(source: string): FileNotes;
  /** Writes all of the record but `reading` and `newestAt`. */
  saveSource(record: SourceRecord): Promise<void>;
  noteReading(source: string, reading: Reading): Promise<void>;
  /** Replaces the faults of the named items of a source; answers those that are new. An item without fault is readable again. */
  noteFaults(
    source: string,
    readable: readonly string[],
    faults: readonly Fault[],
    at: Instant,
  ): Promise<readonly Fault[]>;
  faults(): Promise<readonly (Fault & { readonly source: string; readonly since: Instant })[]>;

  // what was pushed
  /** What `rule` answers on what is held of an article and, without that, known of it; what it says to hold is stored. */
  receive<Answer extends { readonly hold?: Held }>(
    key: ArticleKey,
    rule: (held: Held | undefined, known: Article | undefined) => Answer,
  ): Promise<Answer>;
  /** The last word on what came after this cursor of the source, at most 50 articles, in the order in which it came. */
  received(
    source: string,
    cursor: string | undefined,
  ): Promise<{ readonly articles: readonly Article[]; readonly cursor: string; readonly more: boolean }>;
  /** Another number whenever something came for this source. */
  newestReceived(source: string): Promise<number>;

  // feeds
  feed(channel: string): Promise<FeedRecord>;
  /** Takes the files of a channel in hand until then; undefined: another process has them. */
  claimFeed(channel: string, token: string, now: Instant, until: Instant): Promise<FeedRecord | undefined>;
  /** Lets the files go. Where the claim was lost meanwhile, nothing is known of them any more. */
  releaseFeed(channel: string, token: string, change: FeedChange): Promise<void>;
  /** The channel's published posts with news since then, and its `newest` ones in any case, newest first. */
  shown(
    channel: string,
    since: Instant,
    newest: number,
  ): Promise<readonly { readonly post: Post; readonly known: KnownArticle }[]>;
  hubs(channel: string): Promise<readonly HubRecord[]>;
  /** Makes these the hubs of the channel: new ones were told nothing yet, others are forgotten. */
  keepHubs(channel: string, hubs: readonly string[]): Promise<readonly HubRecord[]>;
  saveHub(record: HubRecord): Promise<void>;

  // what is long past
  /** Whether a compaction may begin: false where one began within `everyMs`. */
  claimCompaction(now: Instant, everyMs: number): Promise<boolean>;
  /**
   * Lets go of what nobody needs any more (`compaction.ts`), looking at 200 rows at the most; answers at how many. 0:
   * there is no more to do now.
   */
  compact(now: Instant): Promise<number>;

  // the house
  /** The outlet this store belongs to: the given id where it has none yet. */
  claimOutlet(id: string): Promise<string>;
  enter(entry: LogbookEntry): Promise<void>;
  /** Newest first. */
  logbook(limit: number): Promise<readonly LogbookEntry[]>;
  lastPass(): Promise<Instant | undefined>;
  markPass(at: Instant): Promise<void>;
  close(): Promise<void>;
}
