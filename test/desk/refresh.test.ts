import { describe, expect, it } from 'vitest';
import { review } from '../../src/pipeline/review.ts';
import { HAS_CHROMIUM } from '../support/chromium.ts';
import { aChannel } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';
import { aTab, focused, type TestTab, tabTo, withChromium } from './a-tab.ts';

const bridge = anArticle({ id: 'bridge', title: 'Harbour bridge reopens' });
const comet = anArticle({ id: 'comet', title: 'Comet over the bay' });
const sandboxed = aChannel({ sandbox: true, account: 'sandbox:twitter:TWITTER' });

async function takeIn({ room }: TestTab, ...articles: (typeof bridge)[]): Promise<void> {
  room.articles = [...(room.articles ?? []), ...articles];
  await room.pass();
}

withChromium();

describe.skipIf(!HAS_CHROMIUM)('a page that is left open', () => {
  it('shows a newly published post without being loaded again', async () => {
    const desk = await aTab('/timeline', { channels: [sandboxed], articles: [comet] });
    const { tab, refresh, complaints } = desk;
    await tab.evaluate('document.body.classList.add("not-loaded-again")');
    await takeIn(desk, bridge);
    await refresh();
    expect(await tab.getByRole('article').filter({ hasText: 'Harbour bridge reopens' }).isVisible()).toBe(true);
    expect(await tab.locator('body.not-loaded-again').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('keeps its place', async () => {
    const articles = Array.from({ length: 12 }, (_, n) => anArticle({ id: `a${n}`, title: `Story ${n}.` }));
    const desk = await aTab('/', { articles });
    const { tab, refresh } = desk;
    await tab.evaluate('scrollTo(0, 900)');
    const top = async () => (await tab.getByRole('article').filter({ hasText: 'Story 5.' }).boundingBox())?.y;
    const before = await top();
    await takeIn(desk, anArticle({ id: 'newest', title: 'Newest', publishedAt: desk.room.now() }));
    await refresh();
    await tab.getByText('Newest').first().waitFor();
    expect(Math.round((await top()) ?? 0)).toBe(Math.round(before ?? -1));
  });

  it('keeps the focus where nothing changed', async () => {
    const { tab, room, refresh } = await aTab('/', { articles: [bridge, comet] });
    await tabTo(tab, /^Approve Harbour bridge/);
    await review(room, 'p2', { type: 'edit', text: 'Other words of the comet.' }, 'Bob');
    await refresh();
    await tab.getByText('Other words of the comet.').waitFor();
    expect(await focused(tab)).toMatch(/^Approve Harbour bridge/);
  });

  it('takes the focus from a button whose words changed: nobody has read them yet', async () => {
    const { tab, room, refresh } = await aTab('/', { articles: [bridge] });
    await tabTo(tab, /^Approve Harbour bridge/);
    await review(room, 'p1', { type: 'edit', text: 'Other words of the bridge.' }, 'Bob');
    await refresh();
    await tab.getByText('Other words of the bridge.').waitFor();
    expect(await tab.locator(':focus').getAttribute('id')).toBe('main');
  });

  it.each([
    {
      who: 'writes',
      starts: ({ tab }: TestTab) => tab.getByLabel('Your name').focus(),
      ends: ({ tab }: TestTab) => tab.getByLabel('Your name').blur(),
    },
    {
      who: 'selects',
      starts: ({ tab }: TestTab) => tab.getByText('The harbour bridge reopened').selectText(),
      ends: ({ tab }: TestTab) => tab.evaluate('getSelection().empty()'),
    },
    {
      who: 'is about to press a button',
      starts: ({ tab }: TestTab) => tab.getByRole('button', { name: 'Reject' }).hover(),
      ends: ({ tab }: TestTab) => tab.mouse.move(0, 0),
    },
  ])('changes nothing under who $who', async ({ starts, ends }) => {
    const desk = await aTab('/', { articles: [bridge] });
    await starts(desk);
    await takeIn(desk, comet);
    await desk.refresh();
    expect(await desk.tab.getByText('Comet over the bay').count()).toBe(0);
    await ends(desk);
    await desk.refresh();
    await desk.tab.getByText('Comet over the bay').first().waitFor();
  });

  it('keeps what the reader closed or opened, and takes over a new token after a restart', async () => {
    const sandbox = { faults: [{ id: 'a', label: 'Trouble', explains: 'It breaks.' }], plant: async () => {} };
    const desk = await aTab('/timeline', { channels: [sandboxed], sandbox });
    const { tab, refresh } = desk;
    await tab.getByText('Make trouble').click();
    await refresh();
    expect(await tab.getByRole('button', { name: 'Trouble' }).count()).toBe(0);
    await tab.getByText('Make trouble').click();
    await tab.evaluate('document.getElementById("token").value = "of the process before"');
    await takeIn(desk, bridge);
    await refresh();
    await tab.getByText('Harbour bridge reopens').first().waitFor();
    await tab.getByRole('button', { name: 'Trouble' }).click();
    await tab.getByText('Trouble: happens to the next post on x').waitFor();
  });

  it('says that the desk does not answer, until it does', async () => {
    const { tab, refresh } = await aTab('/');
    const warning = tab.getByText('The desk does not answer');
    await tab.route('**/*', (route) => route.abort());
    await refresh();
    expect(await warning.isVisible()).toBe(true);
    await tab.unroute('**/*');
    await refresh();
    expect(await warning.count()).toBe(0);
  });
});
