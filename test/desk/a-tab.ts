import { serve } from '@hono/node-server';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { HAS_CHROMIUM, openChromium } from '../support/chromium.ts';
import { aDesk, type TestDesk, type TestDeskOptions } from './a-desk.ts';

/** A page of the desk in a real browser. */
export interface TestTab extends TestDesk {
  readonly tab: Page;
  /** Where the desk is, without a slash at the end. */
  readonly address: string;
  /** What the browser complained of, scripts that ran among it. */
  readonly complaints: readonly string[];
  /** Lets the page's clock run until it has looked once more whether it is up to date, and took over what it saw. */
  refresh(): Promise<void>;
}

/** More than the page waits between two looks. */
const A_LOOK_MS = 2000;

let browser: Browser;

/** Starts a browser for the tests of a file, and ends it. */
export function withChromium(): void {
  beforeAll(async () => {
    if (HAS_CHROMIUM) browser = await openChromium();
  });
  afterAll(() => browser?.close());
}

/** Opens a page of a desk on a port of its own, in a window of its own, whose clock stands still. */
export async function aTab(
  path: string,
  options: TestDeskOptions = {},
  view: BrowserContextOptions = {},
): Promise<TestTab> {
  const desk = await aDesk(options);
  const address = await listening(desk);
  const tab = await browser.newPage(view);
  onTestFinished(() => tab.close());
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(error.message));
  tab.on('dialog', async (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  let looks = 0;
  tab.on('request', (request) => {
    if (request.resourceType() === 'fetch') looks += 1;
  });
  await tab.clock.install();
  await tab.goto(`${address}${path}`);
  await tab.clock.pauseAt(Date.now() + A_LOOK_MS);
  const refresh = async () => {
    // One look may be on its way already; the one after the next begins when the next was taken over.
    const enough = looks + 2;
    while (looks < enough) await tab.clock.runFor(A_LOOK_MS);
  };
  return { ...desk, tab, address, complaints, refresh };
}

/** The element that has the focus, as its text or its label. */
export async function focused(tab: Page): Promise<string> {
  return (await tab.locator(':focus').textContent()) ?? '';
}

/** Presses Tab until the focus is on what is called so. */
export async function tabTo(tab: Page, label: RegExp): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await tab.keyboard.press('Tab');
    if (label.test(await focused(tab))) return;
  }
  throw new Error(`Tab never came to ${label}`);
}

function listening({ app }: TestDesk): Promise<string> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      resolve(`http://127.0.0.1:${port}`);
    });
    onTestFinished(() => void server.close());
  });
}
