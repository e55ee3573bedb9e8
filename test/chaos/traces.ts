import { DatabaseSync } from 'node:sqlite';
import type { JournalRequest } from '../support/lookalike/journal.ts';
import type { Losses } from './knowing.ts';
import type { Story } from './stories.ts';
import type { World } from './world.ts';

/** What became of each story that is named in a failure: its posts on the look-alikes, what was read meanwhile, and their histories. */
export function tracesOf(
  world: World,
  stories: readonly Story[],
  failures: readonly string[],
  losses: Losses,
): readonly string[] {
  const named = stories.filter(({ id }) => failures.some((failure) => new RegExp(`${id}\\b`).test(failure)));
  return named.flatMap((story) => [
    `${story.id}: filed at ${story.fileAt} ms, ${story.deed ? `${story.deed.type} at ${story.deed.at} ms` : 'nothing else'}`,
    ...onPlatforms(world, story),
    ...readsMeanwhile(world, story, losses),
    ...inBooks(world, story),
  ]);
}

function onPlatforms({ sides }: World, { link }: Story): readonly string[] {
  return sides.flatMap(({ platform, there }) => {
    const { posts, requests } = there.journal;
    return posts
      .filter(({ links }) => links.includes(link))
      .map(({ id, createdAt, deletedAt, byHand }) => {
        const create = requests.find(({ stored }) => stored === id);
        const gone = deletedAt === undefined ? '' : `, deleted ${timeOf(deletedAt)}`;
        const how = byHand ? 'by hand' : create?.fault ? JSON.stringify(create.fault) : 'answered';
        const by = create?.client === undefined ? '' : ` to ${create.client}`;
        return `  ${timeOf(createdAt)} ${platform} ${id} ${how}${by}${gone}`;
      });
  });
}

/** Of a story that is there twice: who read the account between the two, and what took knowledge away. */
function readsMeanwhile({ sides }: World, { link }: Story, { hasDied, forgotAt }: Losses): readonly string[] {
  return sides.flatMap(({ platform, there }) => {
    const { posts, requests } = there.journal;
    const times = posts.filter(({ links }) => links.includes(link)).map(({ createdAt }) => createdAt);
    if (times.length < 2) return [];
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const reads: readonly JournalRequest<string, unknown>[] = requests;
    return [
      ...(forgotAt === undefined ? [] : [`  ${timeOf(forgotAt)} an old copy of the store was put back`]),
      ...reads
        .filter(({ at, endpoint }) => at >= first && at <= last && (endpoint === 'timeline' || endpoint === 'posts'))
        .map(({ at, client, status, fault, since = 'ever' }) => {
          const how = fault === undefined ? `${status ?? 'no answer'}` : JSON.stringify(fault);
          return `  ${timeOf(at)} ${platform} read since ${since} by ${client}${hasDied(client) ? ', who died' : ''}: ${how}`;
        }),
    ];
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
