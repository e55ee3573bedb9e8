import { DatabaseSync } from 'node:sqlite';
import type { Story } from './stories.ts';
import type { World } from './world.ts';

/** What became of each story that is named in a failure: its posts on the look-alikes, and their histories. */
export function tracesOf(world: World, stories: readonly Story[], failures: readonly string[]): readonly string[] {
  const named = stories.filter(({ id }) => failures.some((failure) => new RegExp(`${id}\\b`).test(failure)));
  return named.flatMap((story) => [
    `${story.id}: filed at ${story.fileAt} ms, ${story.deed ? `${story.deed.type} at ${story.deed.at} ms` : 'nothing else'}`,
    ...onPlatforms(world, story),
    ...inBooks(world, story),
  ]);
}

function onPlatforms({ sides }: World, { link }: Story): readonly string[] {
  return sides.flatMap(({ platform, there }) => {
    const { posts, requests } = there.journal;
    return posts
      .filter(({ links }) => links.includes(link))
      .map(({ id, createdAt, deletedAt, byHand }) => {
        const fault = requests.find(({ stored }) => stored === id)?.fault;
        const gone = deletedAt === undefined ? '' : `, deleted ${timeOf(deletedAt)}`;
        const how = byHand ? 'by hand' : fault ? JSON.stringify(fault) : 'answered';
        return `  ${timeOf(createdAt)} ${platform} ${id} ${how}${gone}`;
      });
  });
}

function inBooks({ database }: World, { id }: Story): readonly string[] {
  const db = new DatabaseSync(database, { readOnly: true, timeout: 5000 });
  const events = db.prepare(
    `select p.channel, p.remote_id, e.* from events e join posts p on p.id = e.post_id
     where p.article_id = ? order by p.channel, e.version`,
  );
  const lines = events.all(id).map(({ channel, at, type, to_state, reason_type, reason_detail, remote_id }) => {
    const why = `${reason_type} ${reason_detail ?? ''}`.trim();
    return `  ${timeOf(Number(at))} ${channel} ${type} -> ${to_state}: ${why} (now ${remote_id ?? 'no id'})`;
  });
  db.close();
  return lines;
}

/** The time of day, UTC. */
export function timeOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(11, 19);
}
