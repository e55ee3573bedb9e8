import type { Channel, Delivery, Outlet } from '../domain/channel.ts';
import type { PlatformId } from '../domain/ports.ts';

/** An article store to be watched. */
export type SourceSpec = FolderSpec | FeedSpec | WordPressSpec | DatabaseSpec | PushSpec;

/** What every article store may say. */
interface AnySpec {
  readonly id: string;
  /** The outlet's own lines that are no part of a story; `*` stands for anything. */
  readonly drop?: readonly string[];
}

/** A feed that is asked for again and again. */
export interface FeedSpec extends AnySpec {
  readonly type: 'feed';
  /** Of an RSS, Atom or JSON feed, or of a page that names one. */
  readonly url: string;
  /** Whether the story's page is read where the feed has only its beginning. */
  readonly fullText: boolean;
  /** What its articles are written in, whatever the feed says: BCP 47, in lower case. */
  readonly language?: string;
  /** The address of an item that names none itself; `{id}` stands for its id. */
  readonly link?: string;
}

/** A folder that is watched for article files. */
export interface FolderSpec extends AnySpec {
  readonly type: 'folder';
  /** Absolute. */
  readonly path: string;
  /** The address of a story that names none itself; `{id}` stands for its id. */
  readonly link?: string;
}

/** A table or query of a newsroom's database. */
export interface DatabaseSpec extends AnySpec {
  readonly type: 'database';
  /** What its key in the environment begins with: `CMS` for `CMS_DATABASE_URL`. */
  readonly prefix: string;
  /** With its schema, `cms.articles`; or else `query`. */
  readonly table?: string;
  /** One select statement. */
  readonly query?: string;
  /** Column by field of an article. */
  readonly columns: Readonly<Record<string, string>>;
  /** The database's own words. */
  readonly statuses: { readonly usable: readonly string[]; readonly canceled: readonly string[] };
  /** How late a transaction may end and its rows are still noticed. */
  readonly overlapMs: number;
  /** The channel on which PostgreSQL says that something changed. */
  readonly notify?: string;
  /** Of times without an offset; the outlet's where not given. */
  readonly timezone?: string;
  readonly link?: string;
}

/** A WordPress site, read through its REST API. */
export interface WordPressSpec extends AnySpec {
  readonly type: 'wordpress';
  readonly url: string;
  /** What its keys in the environment begin with; undefined: read as anybody may. */
  readonly prefix?: string;
  /** REST bases of post types. */
  readonly types: readonly string[];
}

/** What a newsroom system sends by itself. */
export interface PushSpec extends AnySpec {
  readonly type: 'push';
  /** The address of a story that names none itself; `{id}` stands for its id. */
  readonly link?: string;
}

/** What a database is opened with. */
export interface DatabaseKeys {
  readonly type: 'database';
  readonly dialect: 'postgres' | 'mysql' | 'sqlite';
  /** With user and password; the absolute path of the file where it is SQLite. */
  readonly address: string;
}

/** A user of WordPress and an application password of theirs. */
export interface WordPressKeys {
  readonly type: 'wordpress';
  readonly username: string;
  readonly password: string;
}

/** What a push source knows its senders by, at least one of both. */
export interface PushKeys {
  readonly type: 'push';
  /** Signs each request. */
  readonly secret?: string;
  /** Comes with each request. */
  readonly token?: string;
}

/** What a source is opened with. */
export type SourceKeys = DatabaseKeys | WordPressKeys | PushKeys;

/** Where the files of a Google News channel are written, and where readers find them. */
export interface FeedFiles {
  /** The channel's id. */
  readonly channel: string;
  /** Absolute. */
  readonly directory: string;
  /** The public address of the directory, with a slash at its end. */
  readonly address: string;
  /** WebSub hubs to be told; none in the sandbox. */
  readonly hubs: readonly string[];
}

/** Whom channels post as. `prefix` is what its keys in the environment begin with; feeds need none. */
export type AccountSpec =
  | { readonly id: string; readonly platform: 'google-news'; readonly prefix: ''; readonly type: 'feeds' }
  | { readonly id: string; readonly platform: PlatformId; readonly prefix: string; readonly type: 'sandbox' }
  | {
      readonly id: string;
      readonly platform: PlatformId;
      readonly prefix: string;
      readonly type: Credentials['type'];
      /** The app it speaks through: a short digest of its key (X) or secret (Facebook), never that itself. */
      readonly app: string;
    };

/** What an account on X signs its requests with (OAuth 1.0a). */
export interface TwitterCredentials {
  readonly type: 'twitter';
  readonly appKey: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly accessSecret: string;
}

/** What a Facebook Page is posted to with. */
export interface FacebookCredentials {
  readonly type: 'facebook';
  /** Digits; no secret. */
  readonly pageId: string;
  readonly pageAccessToken: string;
  /** Proves to Facebook that a request comes from the app itself. */
  readonly appSecret: string;
}

/** What it takes to speak for a real account. */
export type Credentials = TwitterCredentials | FacebookCredentials;

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Everything a run is told from outside, checked and without a secret in it. */
export interface Config {
  readonly outlet: Outlet;
  readonly sources: readonly SourceSpec[];
  readonly channels: readonly Channel[];
  /** Each once, however many channels share it. */
  readonly accounts: readonly AccountSpec[];
  readonly feeds: readonly FeedFiles[];
  readonly delivery: Delivery;
  /** Whether an article's link must answer 200 before it is shared. */
  readonly preflight: boolean;
  /** Called after each pass that went well. */
  readonly heartbeat?: string;
  readonly listen: { readonly desk: ListenAddress; readonly feeds: ListenAddress; readonly push: ListenAddress };
  readonly trustProxy: boolean;
  /** `host:port` in lower case that may be fetched although they are not public. */
  readonly fetchAllow: readonly string[];
  /** Absolute. */
  readonly databasePath: string;
  /** Absolute: the folder of the database. */
  readonly dataDirectory: string;
}
