import { DatabaseSync } from 'node:sqlite';
import type { Story } from './stories.ts';
import type { World } from './world.ts';

/** What still wants something: posts not at an end that fits their story or with a look or a deletion to come, and feeds. */
export function unsettled(world: World, stories: readonly Story[]): readonly string[] {
  const withdrawn = new Set(stories.filter(({ deed }) => deed?.type === 'withdrawn').map(({ id }) => id));
  const behind = rowsOf(
    world,
    `select c.id from channels c left join feeds f on f.channel = c.id
     where c.changes > 0 and f.flushed_changes is not c.changes`,
  ).map(({ id }) => `${id} feeds behind`);
  const posts = rowsOf(world, 'select channel, id, article_id, state, reason_type, next_look_at from posts')
    .filter(({ article_id, state, reason_type, next_look_at }) => {
      if (next_look_at !== null) return true;
      if (!withdrawn.has(String(article_id))) return state !== 'published';
      const waitsForAPerson = state === 'retracting' && reason_type === 'delete-by-hand';
      return !waitsForAPerson && !['pulled', 'canceled', 'skipped'].includes(String(state));
    })
    .map(({ channel, id, article_id, state }) => `${channel} ${id} (${article_id}) ${state}`);
  return [...behind, ...posts];
}

/** Whether a post is in one of these states. */
export function anyIs(world: World, ...states: readonly string[]): boolean {
  const all = rowsOf(world, 'select distinct state from posts');
  return all.some(({ state }) => states.includes(String(state)));
}

/** Whether anything is paused. */
export function isPaused(world: World): boolean {
  const closed = 'select scope from pauses union all select id from accounts where no_credits_since is not null';
  return rowsOf(world, closed).length > 0;
}

/** The posts that crier leaves to a person to delete. */
export function toDeleteByHand(world: World): readonly { readonly channel: string; readonly remoteId: string }[] {
  const rows = rowsOf(world, "select channel, remote_id from posts where reason_type = 'delete-by-hand'");
  return rows.map(({ channel, remote_id }) => ({ channel: String(channel), remoteId: String(remote_id) }));
}

/** What is wrong with the store itself: damage, a history that has holes or does not end where its post stands. */
export function faultsInBooks(world: World): readonly string[] {
  const damage = rowsOf(world, 'pragma integrity_check').flatMap(({ integrity_check }) =>
    integrity_check === 'ok' ? [] : [String(integrity_check)],
  );
  const holes = rowsOf(
    world,
    `select id, state, version, (select count(*) from events where post_id = id) as events,
            (select to_state from events e where post_id = id and e.version = posts.version) as told
     from posts where events <> version or told is not state`,
  ).map(({ id, state, version, events, told }) => `${id}: ${events} events of ${version}, ${told} for ${state}`);
  const away = rowsOf(world, "select id from posts where withdrawal = 'vanished'");
  return [...damage, ...holes, ...away.map(({ id }) => `${id} was withdrawn although its article was only away`)];
}

function rowsOf({ database }: World, sql: string) {
  const db = new DatabaseSync(database, { readOnly: true, timeout: 5000 });
  try {
    const isSetUp = db.prepare('pragma user_version').get()?.user_version !== 0;
    return isSetUp ? db.prepare(sql).all() : [];
  } finally {
    db.close();
  }
}
