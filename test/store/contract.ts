import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../../src/domain/store.ts';
import { describeAccounts } from './contract-accounts.ts';
import { describeArticles } from './contract-articles.ts';
import { describeCompaction } from './contract-compaction.ts';
import { describeDue } from './contract-due.ts';
import { describeFeeds } from './contract-feeds.ts';
import { describeInbox } from './contract-inbox.ts';
import { describePosts } from './contract-posts.ts';

/** What every store must do, whatever database is under it; `open` answers a new, empty store each time. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      await store.openAccount({ id: 'twitter:1', platform: 'twitter' });
    });
    afterEach(() => store.close());

    describePosts(() => store);
    describeDue(() => store);
    describeArticles(() => store);
    describeAccounts(() => store);
    describeFeeds(() => store);
    describeCompaction(() => store);
    describeInbox(() => store);
  });
}
