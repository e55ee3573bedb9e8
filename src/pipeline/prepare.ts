import { type Channel, createDeadlineMs } from '../domain/channel.ts';
import { withoutImage } from '../domain/illustration.ts';
import { waitsForImage } from '../domain/image-tries.ts';
import type { Platform, PrepareOutcome } from '../domain/ports.ts';
import type { Post } from '../domain/post.ts';
import { judgePage } from '../domain/preflight.ts';
import type { Newsroom } from './newsroom.ts';

/**
 * What can be repeated before a create: readers who follow the link find the story, and the image lies ready, or has
 * failed often enough.
 */
export async function prepare(
  room: Newsroom,
  platform: Platform,
  channel: Channel,
  post: Post,
): Promise<PrepareOutcome> {
  const signal = AbortSignal.timeout(createDeadlineMs(room.delivery));
  // The platform, which may look at the page and remember what it saw, is asked only once the page is as it is to be.
  const page = orWithoutImage(room, post, await preflight(room, channel, post, signal));
  if (page.type !== 'ready') return page;
  const answer = orWithoutImage(room, post, (await platform.prepare?.(post, signal)) ?? { type: 'ready' });
  return answer.type === 'ready' ? { ...page, ...answer } : answer;
}

/** Whether there is nothing to prepare: it would be ready at once, and nobody would be asked anything. */
export function isPrepared({ linkCheck }: Newsroom, platform: Platform, channel: Channel, post: Post): boolean {
  return (!linkCheck || channel.sandbox) && (!platform.prepare || platform.isPrepared?.(post) === true);
}

async function preflight(
  { linkCheck, store }: Newsroom,
  channel: Channel,
  post: Post,
  signal: AbortSignal,
): Promise<PrepareOutcome> {
  if (!linkCheck || channel.sandbox) return { type: 'ready' };
  const found = await linkCheck(post.link, signal);
  if (found.type === 'not-ready') return found;
  return judgePage(found, post, channel, (await store.article(post.article))?.article);
}

function orWithoutImage(room: Newsroom, post: Post, answer: PrepareOutcome): PrepareOutcome {
  if (answer.type !== 'image-unavailable') return answer;
  const waits = waitsForImage(post, { now: room.now(), delivery: room.delivery, random: room.random() });
  if (waits) return answer;
  const { limits = [] } = answer;
  return { type: 'ready', note: withoutImage(answer.detail), limits };
}
