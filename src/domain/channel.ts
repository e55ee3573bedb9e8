import type { PlatformId } from './platform.ts';
import type { DailySpan } from './time.ts';

/** The publication: one config file is one outlet, and rows carry its id. */
export interface Outlet {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly language: string;
  /** IANA name; days, months and quiet hours are counted in it. */
  readonly timezone: string;
}

/** Who must look before a post goes out: a person, nobody, or anyone who objects within the hold. */
export type Review = 'required' | 'none' | { readonly holdMs: number };

/** Which articles a rule means; it applies where any of its lists matches. */
export interface Match {
  readonly sections: readonly string[];
  readonly tags: readonly string[];
  /** Whole words of title, summary or body, in any case. */
  readonly words: readonly string[];
}

/** How breaking news differs: it passes quiet hours and goes first. */
export interface Breaking {
  readonly review: Review;
  readonly freshForMs?: number;
  readonly maxPerHour: number;
  readonly when: {
    readonly sections: readonly string[];
    readonly tags: readonly string[];
    /** In any case. */
    readonly titleStarts: readonly string[];
  };
}

/** What an account may spend; money in US dollars, days and months in the outlet's zone. */
export interface Budget {
  readonly perDayUsd?: number;
  readonly perMonthUsd?: number;
  readonly postsPerDay?: number;
  /** Share of each limit (0 to 1) that only breaking news may use. */
  readonly keepForBreaking: number;
}

/** How many of an article's tags a post has as hashtags, and where: after its words, or in place of them where they stand. */
export interface Hashtagging {
  readonly most: number;
  readonly place: 'end' | 'inline';
}

/** How one account is used: which articles, in which languages, with whose approval, at what pace. */
export interface Channel {
  readonly id: string;
  readonly platform: PlatformId;
  /** Whom it posts as: the same for all channels that share an account. */
  readonly account: string;
  /** True: posts go to the bundled sandbox; the account then is the sandbox's own. */
  readonly sandbox: boolean;
  readonly review: Review;
  readonly reviewWhen: Match;
  /** Without it, every section. */
  readonly sections?: readonly string[];
  readonly exclude: Match;
  /** Without it, every language. */
  readonly languages?: readonly string[];
  /** Undefined: news never gets too old. */
  readonly freshForMs?: number;
  readonly minGapMs: number;
  readonly maxPerHour: number;
  readonly quietHours?: DailySpan;
  readonly breaking?: Breaking;
  readonly budget: Budget;
  readonly linkTags: Readonly<Record<string, string>>;
  /** The template of its posts; undefined: as suits the platform. */
  readonly text?: string;
  /** Whether the text says the headline or leaves it to the link's card; undefined: whichever the platform asks for. */
  readonly headline?: 'card' | 'text';
  /** Undefined: none. */
  readonly hashtags?: Hashtagging;
  /** Whether posts carry the article's image as their own; undefined: the platform has no such choice. */
  readonly image?: 'attach' | 'preview';
  /** What becomes of an image without alt text: left out, or a person is asked; undefined: left out. */
  readonly withoutAlt?: 'omit' | 'ask';
  /** How many posts go out by themselves after a gap; undefined: all. */
  readonly catchUp?: number;
}

/** How an attempt is made and settled; milliseconds. */
export interface Delivery {
  readonly leaseForMs: number;
  readonly confirmAfterMs: number;
  readonly attempts: number;
  readonly firstRetryMs: number;
}

/** How long a create may take: a third of the lease, so that no claim can run out while a request is on its way. */
export function createDeadlineMs(delivery: Delivery): number {
  return Math.floor(delivery.leaseForMs / 3);
}
