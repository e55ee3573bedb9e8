import type { Article } from '../../src/domain/article.ts';
import { type Decision, decide } from '../../src/domain/decisions.ts';
import { plan } from '../../src/domain/planning.ts';
import type { Post } from '../../src/domain/post.ts';
import { after, isDue, MINUTE_MS } from '../../src/domain/time.ts';
import { pullOf, vanish } from '../../src/domain/withdrawal.ts';
import { missed, stored } from './platform.ts';
import type { Step, World } from './state.ts';
import { consult, intake } from './store.ts';

const EMBARGO_MS = 3 * MINUTE_MS;

/** What people may do now: editors with a post or the story, a colleague on the account, and the article store. */
export function actsOf(world: World): readonly Step[] {
  if (world.left.acts === 0) return [];
  const spent: World = { ...world, left: { ...world.left, acts: world.left.acts - 1 } };
  const acts = [...spent.posts.flatMap((post) => decisions(spent, post)), ...ofTheStory(spent), ...ofTheHouse(spent)];
  return acts.map((act) => ({ ...act, isCalm: false }));
}

type Act = Omit<Step, 'isCalm'>;

function decisions(world: World, post: Post): readonly Act[] {
  const choices: Decision[] = [
    { type: 'approve' },
    { type: 'reject' },
    { type: 'return' },
    { type: 'cancel' },
    { type: 'retry' },
    { type: 'revive' },
    { type: 'edit', text: 'Edited words.' },
    { type: 'schedule', at: after(world.now, MINUTE_MS) },
    ...settlements(world, post),
  ];
  return choices.flatMap((decision) => {
    const terms = { by: 'Ada', now: world.now, digest, channel: world.channel };
    const { world: next } = consult(world, post.id, (s) => decide(s.post, decision, terms));
    const what =
      decision.type === 'settle' && decision.as !== 'absent'
        ? `settle --published ${decision.as.remoteId ?? 'by its link'}`
        : decision.type;
    if (next !== world && decision.type === 'settle' && decision.as === 'absent') {
      return [{ says: `Ada: settle --absent ${post.id}`, world: missed(next, post, 'person') }];
    }
    return next === world ? [] : [{ says: `Ada: ${what} ${post.id}`, world: next }];
  });
}

/** A person who looks on the account says what is to be seen there. */
function settlements({ platform }: World, post: Post): readonly Decision[] {
  if (post.state !== 'unconfirmed' || platform.isDark) return [];
  const [seen] = platform.timeline.filter(
    ({ isLive, isHidden, text }) => isLive && !isHidden && text === post.sending?.text,
  );
  if (!seen) return [{ type: 'settle', as: 'absent' }];
  const url = `https://x.example/${seen.id}`;
  return [
    { type: 'settle', as: { url, remoteId: seen.id } },
    { type: 'settle', as: { url } },
  ];
}

function ofTheStory(world: World): readonly Act[] {
  const { article, withdrawal } = world.known;
  const changes: readonly (readonly [string, Partial<Article>])[] = [
    ['is corrected', { body: article.body === 'Words.' ? 'Corrected words.' : 'Words.' }],
    ['is canceled', { status: 'canceled' }],
    ['is withheld', { status: 'withheld' }],
    ['may be used', { status: 'usable' }],
    ['is under an embargo', { embargoUntil: after(world.now, EMBARGO_MS) }],
    ['is sponsored, which the channel excludes', { tags: ['sponsored'] }],
  ];
  const pulled = intake(world, (sighting) => pullOf(sighting, world.now, 'Ada'));
  const gone = intake(world, (sighting) => vanish(sighting, world.now));
  const acts = [
    ...changes
      .filter(
        ([, change]) =>
          JSON.stringify({ ...article, ...change }) !== JSON.stringify(article) || withdrawal === 'vanished',
      )
      .map(([says, change]) => ({ says: `the article ${says}`, world: seen(world, { ...article, ...change }) })),
    { says: 'Ada pulls the story', world: pulled },
    { says: 'the article vanishes', world: gone },
    ...(withdrawal === 'pulled-by-person' ? [{ says: 'Ada releases the story', world: released(world) }] : []),
  ];
  return acts.filter((act) => act.world !== world);
}

function ofTheHouse(world: World): readonly Act[] {
  const { pauses, platform, now, known } = world;
  const pause = { scope: 'all' as const, at: now, by: 'Ada', reason: 'stop' };
  const hasByHand = platform.timeline.some(({ by }) => by === 'hand');
  const byHand = { text: 'By hand!', link: known.article.url };
  return [
    pauses.length === 0
      ? { says: 'Ada pauses everything', world: { ...world, pauses: [pause] } }
      : { says: 'Ada resumes', world: { ...world, pauses: [] } },
    ...(hasByHand || world.channel.platform === 'google-news'
      ? []
      : [
          {
            says: 'a colleague posts it by hand',
            world: stored(world, byHand, false, { by: 'hand' }).world,
          },
        ]),
  ];
}

/** What a poll that sees the article like this makes of it. */
export function seen(world: World, article: Article): World {
  return intake(world, (sighting) => plan(article, sighting, planTerms(world, article)));
}

/** The same steps as `release` in `src/pipeline/withdraw.ts`. */
function released(world: World): World {
  const { article } = world.known;
  return intake(
    world,
    ({ known, ...sighting }) =>
      known && plan(article, { ...sighting, known: { ...known, withdrawal: 'vanished' } }, planTerms(world, article)),
  );
}

function planTerms({ now, channel }: World, article: Article) {
  const channels = [{ channel, inGap: false, text: article.body }];
  return { now, revision: article.body, channels, newId: () => 'p1', digest };
}

/** Readable, so that a counterexample is. */
export function digest(text: string): string {
  return text;
}

/** Whether the story may be shown by what its source says. */
export function mayBeShown({ known, now }: World): boolean {
  const { article, withdrawal } = known;
  const embargo = article.embargoUntil ?? article.publishedAt;
  return withdrawal === undefined && article.status === 'usable' && isDue(embargo, now);
}
