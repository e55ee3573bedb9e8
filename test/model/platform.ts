import type { PublishOutcome, RecentResult, RemotePost } from '../../src/domain/ports.ts';
import type { Post } from '../../src/domain/post.ts';
import { after, MINUTE_MS } from '../../src/domain/time.ts';
import {
  isAtRest,
  type Missed,
  mishap,
  type Remote,
  type Request,
  START,
  type Step,
  type World,
  withWorker,
} from './state.ts';

/** What a create may come to: what the platform does with it, and what the worker hears. */
export interface Fate {
  readonly says: string;
  readonly world: World;
  /** Undefined: the worker still waits for an answer. */
  readonly outcome: PublishOutcome | undefined;
  readonly isCalm: boolean;
}

const LIMITED_FOR_MS = 2 * MINUTE_MS;

/** All that may become of a create. An obedient platform takes it, or calls it a duplicate of one that is live. */
export function fatesOf(world: World, request: Request): readonly Fate[] {
  const twin = twinOf(world, request);
  const duplicate: PublishOutcome = { type: 'refused', detail: 'duplicate', duplicate: true };
  const taken = stored(world, request, twin !== undefined);
  const calm: Fate = twin
    ? { says: 'refused as a duplicate', world, outcome: duplicate, isCalm: true }
    : { says: 'accepted', world: taken.world, outcome: accepted(taken.id), isCalm: true };
  if (world.left.mishaps === 0) return [calm];
  const late = { ...world, platform: { ...world.platform, late: [...world.platform.late, request] } };
  const lost: PublishOutcome = { type: 'unconfirmed', detail: 'no answer' };
  const retryAt = after(world.now, LIMITED_FOR_MS);
  const mishaps: readonly Omit<Fate, 'isCalm'>[] = [
    twin
      ? { says: 'accepted past the duplicate check', world: taken.world, outcome: accepted(taken.id) }
      : { says: 'accepted, but the answer is lost', world: taken.world, outcome: lost },
    ...(twin ? [] : [{ says: 'called a duplicate, of what nobody knows', world, outcome: duplicate }]),
    { says: 'never came, without an answer', world, outcome: lost },
    { says: 'on its way, and will be stored late', world: late, outcome: undefined },
    { says: 'surely not accepted', world, outcome: { type: 'unavailable', detail: 'connection refused' } },
    { says: 'refused for good', world, outcome: { type: 'refused', detail: 'forbidden' } },
    { says: 'limited', world, outcome: { type: 'rate-limited', retryAt, scope: 'account', detail: '429' } },
    { says: 'answered "dead token"', world, outcome: { type: 'unauthorized', detail: 'token revoked' } },
  ];
  return [calm, ...mishaps.map((fate) => ({ ...fate, world: mishap(fate.world), isCalm: false }))];
}

/** What the platform does by itself: stores what was on its way, hides, shows, goes dark. */
export function moods(world: World): readonly Step[] {
  const { timeline, late, isDark } = world.platform;
  // What nobody looks at is as good as seen.
  const mayErr = world.left.mishaps > 0 && world.posts.some((post) => !isAtRest(world, post));
  const lit = { ...world, platform: { ...world.platform, isDark: false } };
  const dark = { ...world, platform: { ...world.platform, isDark: true } };
  const changed = (id: string, change: Partial<Remote>) => ({
    ...world,
    platform: { ...world.platform, timeline: timeline.map((one) => (one.id === id ? { ...one, ...change } : one)) },
  });
  return [
    ...late.flatMap((request) => landings(world, request)),
    ...timeline.flatMap(({ id, isHidden, isLive }): Step[] => {
      if (isHidden) {
        const shown = changed(id, { isHidden: false, cameUnseen: !lookIsToCome(world) });
        return [{ says: `the platform shows ${id} again`, world: shown, isCalm: true }];
      }
      if (!mayErr || !isLive) return [];
      return [{ says: `the platform hides ${id}`, world: mishap(changed(id, { isHidden: true })), isCalm: false }];
    }),
    ...(isDark ? [{ says: 'the timeline can be read again', world: lit, isCalm: true }] : []),
    ...(!isDark && mayErr ? [{ says: 'the timeline cannot be read', world: mishap(dark), isCalm: false }] : []),
  ];
}

/** What was on its way is stored, if the duplicate check lets it; a worker that waits hears of it. */
function landings(world: World, request: Request): readonly Step[] {
  const late = world.platform.late.filter((one) => one !== request);
  const without: World = { ...world, platform: { ...world.platform, late } };
  const twin = twinOf(world, request);
  const answered = (next: World, outcome: PublishOutcome) =>
    request.worker === undefined
      ? next
      : withWorker(next, request.worker, { at: 'answered', post: request.post, outcome });
  const { world: taken, id } = stored(without, request, twin !== undefined, { cameUnseen: !lookIsToCome(world) });
  const land = answered(taken, accepted(id));
  if (!twin) return [{ says: `what ${request.post} sent is stored late, as ${id}`, world: land, isCalm: false }];
  const duplicate: PublishOutcome = { type: 'refused', detail: 'duplicate', duplicate: true };
  const caught = { says: `what ${request.post} sent comes late and is a duplicate`, isCalm: false };
  return [
    { ...caught, world: answered(without, duplicate) },
    ...(world.left.mishaps > 0
      ? [
          {
            says: `what ${request.post} sent is stored late past the duplicate check, as ${id}`,
            world: mishap(land),
            isCalm: false,
          },
        ]
      : []),
  ];
}

/** The account's own posts as the platform shows them now. */
export function read({ platform }: World, since: string | undefined): RecentResult {
  if (platform.isDark) return { type: 'unknown', detail: 'the timeline is down' };
  const shown = platform.timeline.filter(({ id, isLive, isHidden }) => isLive && !isHidden && isNewer(id, since));
  const posts = shown.map(remotePost).toReversed();
  const seenUpTo = posts[0]?.remoteId;
  return { type: 'read', posts, complete: true, clockAheadMs: 0, ...(seenUpTo === undefined ? {} : { seenUpTo }) };
}

/** The remote post as a look sees it. Its time follows from its id, which the platform counts up. */
export function remotePost({ id, text, link }: Remote): RemotePost {
  return { remoteId: id, url: `https://x.example/${id}`, text, links: [link], createdAt: after(START, numberOf(id)) };
}

/** One more post on the timeline. */
export function stored(
  world: World,
  { text, link, missedBy }: Pick<Request, 'text' | 'link' | 'missedBy'>,
  letThrough: boolean,
  { by = 'crier', cameUnseen = false }: Partial<Pick<Remote, 'by' | 'cameUnseen'>> = {},
): { readonly world: World; readonly id: string } {
  const { timeline } = world.platform;
  const id = `r${timeline.length + 1}`;
  const known = { id, text, link, by, isLive: true, isHidden: false, letThrough, cameUnseen };
  const remote = missedBy ? { ...known, missedBy } : known;
  return { world: { ...world, platform: { ...world.platform, timeline: [...timeline, remote] } }, id };
}

/** Notes on all that is not stored or not shown yet who has just found it absent. */
export function missed(world: World, { id, sending }: Post, by: Missed): World {
  const { timeline, late } = world.platform;
  const isHidden = (one: Remote) => one.isHidden && one.text === sending?.text;
  return {
    ...world,
    platform: {
      ...world.platform,
      late: late.map((request) => (request.post === id ? { ...request, missedBy: by } : request)),
      timeline: timeline.map((one) => (isHidden(one) ? { ...one, missedBy: by } : one)),
    },
  };
}

/** Whether crier looks at the account once more by itself, and so may notice a post that comes now. */
function lookIsToCome({ posts, workers }: World): boolean {
  return posts.some(({ id, version, state, everUnconfirmed, nextLookAt }) => {
    if (state === 'publishing') return true;
    if (state === 'scheduled' || state === 'retrying' || state === 'retracting') return everUnconfirmed;
    const isRead = workers.some((one) => one.at === 'looked' && one.post.id === id && one.post.version === version);
    return nextLookAt !== undefined && (state === 'unconfirmed' || !isRead);
  });
}

function twinOf({ platform }: World, { text, link }: Request): Remote | undefined {
  return platform.timeline.find((one) => one.isLive && one.text === text && one.link === link);
}

function accepted(id: string): PublishOutcome {
  return { type: 'published', remoteId: id, url: `https://x.example/${id}` };
}

function isNewer(id: string, since: string | undefined): boolean {
  return since === undefined || numberOf(id) > numberOf(since);
}

function numberOf(id: string): number {
  return Number(id.slice(1));
}
