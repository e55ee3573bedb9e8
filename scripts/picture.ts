// Takes the picture of a page, as the README shows it: node scripts/picture.ts URL FILE.png [WIDTH] [HEIGHT] [light|dark]
import { openChromium } from '../test/support/chromium.ts';

const [url, file, width = '1240', height, scheme = 'light'] = process.argv.slice(2);
if (!url || !file || !/^\d+$/.test(width) || (scheme !== 'light' && scheme !== 'dark')) {
  console.error('usage: node scripts/picture.ts URL FILE.png [WIDTH] [HEIGHT|full] [light|dark]');
  process.exit(64);
}
const whole = height === undefined || height === 'full';
const browser = await openChromium();
try {
  const viewport = { width: Number(width), height: whole ? 800 : Number(height) };
  const page = await browser.newPage({ viewport, deviceScaleFactor: 2, colorScheme: scheme });
  await page.goto(url, { waitUntil: 'networkidle' });
  if (whole) {
    // Pictures further down are loaded when they come into view.
    await page.setViewportSize({
      width: Number(width),
      height: Number(await page.evaluate('document.body.scrollHeight')),
    });
    await page.waitForLoadState('networkidle');
  }
  await page.screenshot({ path: file, fullPage: whole });
} finally {
  await browser.close();
}
