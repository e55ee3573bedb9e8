import type { Newsroom } from '../pipeline/newsroom.ts';
import type { FeedSite } from './feeds.ts';

/** What the desk is opened with. */
export interface DeskOptions {
  readonly room: Newsroom;
  /** Served under /feeds too. */
  readonly feeds: readonly FeedSite[];
  /** Whose word a decision is: the name given, to which the system's user and host are added. */
  readonly signature: (name: string | undefined) => string;
  /** Further names it may be asked for, `host` (any port) or `host:port`; loopback names always. */
  readonly hosts?: readonly string[];
  readonly health: () => Promise<Health>;
  /** Undefined: no buttons that make trouble. */
  readonly sandbox?: SandboxFaults;
  /** The demo's pictures: an image whose address begins with `address` is shown from this directory. */
  readonly pictures?: { readonly address: string; readonly directory: string };
}

/** Whether the house is well, and the facts behind it; they are shown to whoever asks, so no secrets. */
export interface Health {
  readonly ok: boolean;
  readonly [fact: string]: unknown;
}

/** The trouble that can be planted in the sandbox, to watch crier get out of it. */
export interface SandboxFaults {
  readonly faults: readonly SandboxFault[];
  plant(account: string, fault: string): Promise<void>;
}

export interface SandboxFault {
  readonly id: string;
  readonly label: string;
  readonly explains: string;
}
