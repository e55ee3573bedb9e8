import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { review } from '../../src/pipeline/review.ts';
import { HAS_CHROMIUM } from '../support/chromium.ts';
import { aChannel } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';
import { aReviewedChannel } from './a-desk.ts';
import { aTab, focused, tabTo, withChromium } from './a-tab.ts';
import { FAINT_WORDS } from './faint-words.ts';

const bridge = anArticle({ id: 'bridge', title: 'Harbour bridge reopens' });
/** A word that no line is wide enough for. */
const wide = 'https://news.example/'.padEnd(300, 'x');

withChromium();

describe.skipIf(!HAS_CHROMIUM)('in a real Chromium', () => {
  it('an editor approves by keyboard alone, signed by name, and the post moves on', async () => {
    const { tab, room, complaints } = await aTab('/', { articles: [bridge] });
    await tab.keyboard.press('Tab');
    expect(await focused(tab)).toBe('Skip to the page');
    await tabTo(tab, /^Feeds$/);
    await tab.keyboard.press('Tab');
    await tab.keyboard.type('Ada');
    await tabTo(tab, /^Approve/);
    await tab.keyboard.press('Enter');
    await tab.getByRole('status').getByText('Approved: goes out on x: Harbour bridge reopens').waitFor();
    await tab.getByText('Nothing waits for a person.').waitFor();
    expect(await tab.locator('section.moving').getByText('Harbour bridge reopens').first().isVisible()).toBe(true);
    expect(await tab.getByLabel('Your name').inputValue()).toBe('Ada');
    expect((await room.store.events('p1')).at(-1)?.by).toBe('Ada (desk@test)');
    expect(complaints).toEqual([]);
  });

  it('the approve button is described by what to look at again, and approves all the same', async () => {
    const { tab, room, refresh } = await aTab('/', { articles: [bridge] });
    await review(room, 'p1', { type: 'edit', text: 'Ida Voss reopened the bridge on Monday.' }, 'Bob');
    await refresh();
    await tabTo(tab, /^Approve/);
    expect(await tab.evaluate(DESCRIPTION)).toMatch(
      /^Look again\. The story does not bear out: the name "Ida Voss" the date "Monday"$/,
    );
    await tab.keyboard.press('Enter');
    await tab.getByRole('status').getByText('Approved: goes out on x').waitFor();
  });

  it('Enter in the field of the name decides nothing', async () => {
    const { tab, room } = await aTab('/', { articles: [bridge] });
    await tab.getByLabel('Your name').fill('Ada');
    await tab.keyboard.press('Enter');
    await tab.getByText('Decisions are yours now, Ada').waitFor();
    expect((await room.post()).state).toBe('pending_review');
  });

  it('works without scripts', async () => {
    const { tab, room } = await aTab('/', { articles: [bridge] }, { javaScriptEnabled: false });
    await tab.getByRole('button', { name: 'Reject Harbour bridge reopens on x' }).click();
    await tab.getByText('Rejected: does not go out on x').waitFor();
    expect((await room.post()).state).toBe('rejected');
  });

  it('a hostile article runs nothing', async () => {
    const evil = anArticle({
      id: 'evil',
      title: '<script>alert(1)</script><img src=x onerror=alert(2)>',
      summary: '"><svg onload=alert(3)>',
      body: '<iframe src="javascript:alert(4)"></iframe>',
      section: '<img src=x onerror=alert(5)>',
    });
    const channels = [aReviewedChannel(), aChannel({ id: 'y', sandbox: true, account: 'sandbox:twitter:Y' })];
    const { tab, address, complaints } = await aTab('/', { articles: [evil], channels });
    for (const path of ['/', '/timeline', '/stories/desk/evil']) {
      await tab.goto(`${address}${path}`);
      expect(await tab.getByText('<script>alert(1)</script>').first().isVisible()).toBe(true);
      expect(await tab.locator('main :is(script, iframe, img)').count()).toBe(0);
    }
    expect(complaints).toEqual([]);
  });

  it('the policy would stop what escaping let through', async () => {
    const { tab, complaints } = await aTab('/');
    await tab.evaluate(`document.body.append(
      document.createRange().createContextualFragment('<img src=x onerror="document.title=1">'),
      Object.assign(document.createElement('script'), { textContent: 'document.title = "ran"' }),
    )`);
    const stopped = () => complaints.filter((text) => text.includes('Content Security Policy'));
    await expect.poll(() => stopped().length).toBeGreaterThan(1);
    expect(await tab.title()).toBe('Queue · Demo Daily');
  });

  it('a page from elsewhere cannot decide, not even with the token', async () => {
    const { tab, address, room, token } = await aTab('/', { articles: [bridge] });
    const action = `${address}/posts/p1/rejection`;
    await tab.goto('about:blank');
    await tab.setContent(
      `<form method="post" action="${action}"><input name="token" value="${await token()}"><button>Win</button></form>`,
    );
    await tab.getByRole('button').click();
    await tab.getByText('That came from another site').waitFor();
    expect((await room.post()).state).toBe('pending_review');
  });

  it.each(['/', '/timeline', '/stories/desk/wide', '/feeds', '/nothing'])(
    '%s fits a phone of 360 pixels',
    async (path) => {
      const article = anArticle({
        id: 'wide',
        title: wide,
        url: wide,
        body: `${wide} ${wide}`,
        section: wide,
        authors: [wide],
      });
      const account = { sandbox: true, account: 'sandbox:twitter:Y' };
      const channels = [aReviewedChannel(), aChannel({ id: 'y'.repeat(40), ...account })];
      const feeds = [{ channel: 'news', directory: aFeedFolder(), address: wide, hubs: [wide] }];
      const sandbox = { faults: [{ id: 'a', label: wide, explains: wide }], plant: async () => {} };
      const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };
      const { tab, room, address } = await aTab('/', { articles: [article], channels, feeds, sandbox }, phone);
      await room.store.pause({ scope: 'channel:x', at: room.now(), by: wide, reason: wide });
      await tab.goto(`${address}${path}`);
      await tab.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
      expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(360);
    },
  );

  it.each(['light', 'dark'] as const)('every word stands out from its ground in the %s scheme', async (colorScheme) => {
    const facebook = aChannel({ id: 'facebook', platform: 'facebook', sandbox: true, account: 'sandbox:facebook:F' });
    const channels = [aReviewedChannel(), facebook];
    const { tab, room, address } = await aTab('/', { articles: [bridge], channels }, { colorScheme });
    await room.store.pause({ scope: 'all', at: room.now(), by: 'Bob', reason: 'lunch' });
    await review(room, 'p1', { type: 'edit', text: 'Ida Voss reopened it on Monday.' }, 'Bob');
    for (const path of ['/', '/timeline', '/stories/desk/bridge', '/feeds', '/nothing']) {
      await tab.goto(`${address}${path}`);
      expect(await tab.evaluate(FAINT_WORDS), path).toEqual([]);
    }
  });
});

/** What a screen reader says of the element in focus beside its name. */
const DESCRIPTION = `document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent
  .trim().replace(/\\s+/g, ' ')`;

function aFeedFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'crier-desk-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, 'rss.xml'), '<rss/>');
  return directory;
}
