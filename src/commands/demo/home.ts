import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Setup } from '../../app.ts';
import { DAY_MS, type Instant, msBetween } from '../../domain/time.ts';
import { copySamples } from './articles.ts';
import { lockOn } from './lock.ts';
import { writeWhole } from './write-whole.ts';

/** Where everything of the demo newsroom is, relative to the project. */
export const HOME = 'data/demo';

const KEPT_FOR_MS = DAY_MS;
const LOCK = 'lock';
/** Written last: where it is missing, the rest is not whole. */
const MARKER = 'opened';

/** The demo newsroom's folder, ready to be worked in and held until it is left. */
export type Home =
  | { readonly type: 'ready'; readonly openedAt: Instant; leave(): void }
  /** Another demo works in it, and it was to start over. */
  | { readonly type: 'in-use' };

/**
 * Goes into the demo newsroom's folder, and prepares it where it is new, a day old, half-made, or to start over. Who
 * comes while another demo works in it joins that one.
 */
export async function enterHome(
  { config }: Setup,
  { root, now, startOver, signal }: { root: string; now: Instant; startOver: boolean; signal: AbortSignal },
): Promise<Home> {
  const home = join(root, HOME);
  mkdirSync(home, { recursive: true });
  const lock = lockOn(join(home, LOCK));
  try {
    if ((startOver || !openedAt(home, now)) && !lock.takeAlone()) {
      // Who came second at the very beginning waits for the first, who may die over it.
      if (!startOver) await lock.share(signal);
      if (startOver || (!openedAt(home, now) && !lock.takeAlone())) {
        lock.release();
        return { type: 'in-use' };
      }
    }
    if (startOver || !openedAt(home, now)) await prepare(config, root, home, now);
    await lock.share(signal);
    return { type: 'ready', openedAt: openedAt(home, now) ?? now, leave: lock.release };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** When the newsroom was opened; undefined: it is not whole, or too old by now. */
function openedAt(home: string, now: Instant): Instant | undefined {
  try {
    const at = Temporal.Instant.from(readFileSync(join(home, MARKER), 'utf8').trim());
    // Who was first by the lock may have been second by the clock.
    return Math.abs(msBetween(at, now)) < KEPT_FOR_MS ? at : undefined;
  } catch {
    return undefined;
  }
}

async function prepare(config: Setup['config'], root: string, home: string, now: Instant): Promise<void> {
  // The marker goes first, so that a removal that is cut short is seen to be one.
  rmSync(join(home, MARKER), { force: true });
  for (const name of readdirSync(home)) {
    if (name !== LOCK) rmSync(join(home, name), { recursive: true, force: true });
  }
  await copySamples({ from: join(root, 'articles'), to: join(home, 'articles'), config, now });
  writeWhole(join(home, MARKER), `${now}\n`);
}
