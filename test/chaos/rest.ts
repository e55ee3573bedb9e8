import { unsettled } from './books.ts';
import { PASS } from './crew.ts';
import { clearDesk } from './editors.ts';
import type { Story } from './stories.ts';
import type { World } from './world.ts';

const HOUR_MS = 3_600_000;
/** In the newsroom's time: two real minutes at the usual speed. A limit that a clock hours ahead wrote is over by then. */
const LONGEST_STANDSTILL_MS = 4 * HOUR_MS;
/** A machine that is busy with other work has less done in the newsroom's hour. */
const LONGEST_REST_MS = 16 * HOUR_MS;
const QUIET_PASSES = 3;

/**
 * Everything works again, and editors do what waits for them. Ends when nothing is left to do, and not before the last
 * embargo is over: by the clock of a process that ran ahead a story may be out already, and is kept from the feeds.
 */
export async function rest(
  world: World,
  stories: readonly Story[],
  lastEmbargo: number,
  say: (line: string) => void,
): Promise<void> {
  for (const { there } of world.sides) there.useFaults('none');
  const endAt = world.now() + LONGEST_REST_MS;
  let [movedAt, before] = [world.now(), ''];
  const mayGoOn = () => world.now() < Math.min(endAt, movedAt + LONGEST_STANDSTILL_MS);
  for (let [quiet, passes] = [0, 1]; quiet < QUIET_PASSES && mayGoOn(); passes += 1) {
    await clearDesk(world);
    await world.run(PASS);
    const open = unsettled(world, stories);
    if (open.join() !== before) [movedAt, before] = [world.now(), open.join()];
    const isQuiet =
      open.length === 0 &&
      world.now() > lastEmbargo &&
      world.sides.every(({ there }) => there.journal.stillToCome === 0);
    quiet = isQuiet ? quiet + 1 : 0;
    if (passes % 20 === 0) say(`resting: ${open.length} open, such as ${open.slice(0, 3).join(', ')}`);
  }
}
