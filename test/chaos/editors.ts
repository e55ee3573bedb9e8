import { existsSync } from 'node:fs';
import { anyIs, isPaused, toDeleteByHand } from './books.ts';
import type { World } from './world.ts';

/** A person lifts what a dead token or missing credits paused. */
export async function liftPauses(world: World): Promise<void> {
  if (!existsSync(world.database) || !isPaused(world)) return;
  for (const { channel } of world.sides) {
    await world.run(['resume', '--channel', channel, '--by', 'chaos', '--reason', 'mended']);
  }
}

/** Editors do all that waits for them. */
export async function clearDesk(world: World): Promise<void> {
  await liftPauses(world);
  if (anyIs(world, 'failed')) await world.run(['queue', 'retry', '--all', '--by', 'chaos']);
  if (anyIs(world, 'pending_review')) await world.run(['queue', 'approve', '--all', '--by', 'chaos']);
  // What crier did not write it leaves to a person to delete, and says so.
  const left = toDeleteByHand(world);
  for (const { channel, there } of world.sides) {
    for (const post of left) if (post.channel === channel) there.deleteByHand(post.remoteId);
  }
}
