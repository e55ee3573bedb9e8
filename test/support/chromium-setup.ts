import { HAS_CHROMIUM, unpackChromium } from './chromium.ts';

/** Before any test: the browser is there, so that files that run at once do not unpack it at once. */
export default async function setup(): Promise<void> {
  if (HAS_CHROMIUM) await unpackChromium();
}
