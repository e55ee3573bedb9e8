import type { Channel } from '../src/domain/channel.ts';
import { claim } from '../src/domain/claiming.ts';
import { windowsAt } from '../src/domain/gate.ts';
import { move } from '../src/domain/move.ts';
import { POST_KINDS, type Post, UNTOUCHED } from '../src/domain/post.ts';
import { reason } from '../src/domain/reason.ts';
import type { Store } from '../src/domain/store.ts';
import { after, DAY_MS } from '../src/domain/time.ts';

const OUTLET = { id: 'bench', name: 'Bench', url: 'https://news.example.com', language: 'en', timezone: 'Europe/Kyiv' };
const DELIVERY = { leaseForMs: 120_000, confirmAfterMs: 30_000, attempts: 8, firstRetryMs: 30_000 };
const CHANNELS = ['x', 'fb', 'news'];
const KEYS = ['past300', 'past9'].map((id) => ({ source: 'archive', id }));

/** Claims one due post after the other as a pass does, and asks the store what else a pass asks it. */
export async function claimer(store: Store) {
  const records = await store.channels();
  const account = records.find(({ id }) => id === 'x')?.account ?? '';
  const accounts = records.map((record) => record.account);
  const channel: Channel = {
    id: 'x',
    platform: 'twitter',
    account,
    sandbox: true,
    review: 'none',
    reviewWhen: { sections: [], tags: [], words: [] },
    exclude: { sections: [], tags: [], words: [] },
    minGapMs: 0,
    maxPerHour: 1_000_000,
    budget: { perMonthUsd: 1_000_000, keepForBreaking: 0 },
    linkTags: {},
  };
  const now = () => Temporal.Now.instant();
  const windows = () => windowsAt(now(), OUTLET.timezone);
  let nth = 0;
  const links = KEYS.map(({ id }) => `news.example.com/${id}`);
  const byHand = { remoteId: 'by-hand', url: 'https://x.example/by-hand', text: 'By hand', links, createdAt: now() };
  await store.rememberSeen(account, [byHand], after(now(), -DAY_MS), {});

  const claimOne = async (): Promise<Post> => {
    const [post] = await store.nextDue('x', now(), POST_KINDS);
    await store.channels();
    await store.account(account);
    await store.pauses();
    await store.spoken(account, windows());
    await store.recorded(account, ['1', '2']);
    const terms = { outlet: OUTLET, channel, delivery: DELIVERY, now: now(), token: 't', costUsd: 0.2 };
    const claimed = await store.consult(post?.id ?? '', windows(), (s) => claim(s, { ...terms, lookHoldsMs: DAY_MS }));
    if (claimed?.type !== 'claimed') throw new Error(`not claimed: ${claimed?.why}`);
    return claimed.transition.post;
  };

  /** By what it is asked for; each is on the way of a pass, or behind a page or a command. */
  const asked: Readonly<Record<string, () => Promise<unknown>>> = {
    'flush check of the feeds': () => store.feed('news'),
    'entries of the feeds': () => store.shown('news', after(now(), -2 * DAY_MS), 100),
    unsettled: () => store.unsettled(now(), accounts),
    stale: () => store.stale(now(), CHANNELS),
    nextAt: () => store.nextAt(CHANNELS, now()),
    'what an account has spoken': () => store.spoken(account, windows()),
    'which remote posts are ours': () => store.recorded(account, ['1', '2', '3']),
    'what an account was seen to speak': () => store.spokenUnasked(account),
    'the end of a gap': () => store.endGap('x', undefined, now(), () => []),
    'known articles': () => store.known(KEYS),
    'an article by id': () => store.findArticle('past300'),
    'an article by link': () => store.findArticle('https://news.example.com/past300'),
    'a vanished article': () => store.hasNoOther('archive', KEYS),
    'articles of two days': () => store.countSince('archive', after(now(), -2 * DAY_MS), KEYS),
    'counts of all posts': () => store.counts(),
    'coverage of a day': () => store.coverage(after(now(), -DAY_MS)),
    'faults and logbook': async () => [await store.faults(), await store.logbook(5)],
    'longest due': () => store.longestDue(now()),
  };

  return {
    store,
    /** What one claim takes; that a post is due, and what becomes of it, is not counted. */
    async claim(timed: (work: () => unknown) => Promise<number>): Promise<number> {
      await store.changeAccount(account, { lookedAt: now() });
      nth += 1;
      const post = duePost(`due-${nth}-${process.pid}`, account, `update-${nth}`);
      await store.open(post, { type: 'opened', at: now(), to: post.state, reason: post.reason });
      let claimed: Post | undefined;
      const ms = await timed(async () => {
        claimed = await claimOne();
      });
      if (claimed)
        await store.commit(
          move(claimed, {
            type: 'canceled',
            to: 'canceled',
            reason: reason('canceled-by-person'),
            at: now(),
            change: { lease: undefined },
          }),
        );
      return ms;
    },
    asked,
  };
}

function duePost(id: string, account: string, occasion: string): Post {
  const now = Temporal.Now.instant();
  return {
    ...UNTOUCHED,
    id,
    article: { source: 'archive', id: 'past7' },
    channel: 'x',
    account,
    platform: 'twitter',
    occasion,
    sandbox: true,
    state: 'scheduled',
    reason: reason('due'),
    text: 'The council decided on Friday.',
    textBy: 'crier',
    link: 'https://news.example.com/past7',
    contentHash: 'hash',
    approvedHash: 'hash',
    breaking: false,
    dueAt: now,
    newsAt: now,
    createdAt: now,
    updatedAt: now,
  };
}
