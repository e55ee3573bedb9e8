import { z } from 'zod';
import type { Identity } from '../../domain/ports.ts';
import { type Instant, SECOND_MS } from '../../domain/time.ts';
import { failureOf, MAY_NOT_POST, says, told } from './failure.ts';
import { unknownUnlessClosed } from './outcome.ts';
import type { Reply } from './reply.ts';
import { GRAPH_VERSION } from './transport.ts';

/** What crier cannot know: posts of an app in development are seen by nobody but its own people. */
const NOT_SEEN = 'crier cannot see whether the app is Live: until it is, only its own people see the posts.';

/** What the replies to the Page's name and to `debug_token` mean together; the second is asked only after the first. */
export function identityOf(page: Reply, token: Reply | undefined, pageId: string, now: Instant): Identity {
  if (page.type !== 'answered') return unknownUnlessClosed(failureOf(page, now));
  const named = PAGE.safeParse(page.body).data;
  if (!named) return { type: 'unknown', detail: told('Facebook did not say who the Page is.', says(page.body)) };
  const debugged = token?.type === 'answered' ? TOKEN.safeParse(token.body).data?.data : undefined;
  const { name } = named;
  if (!debugged)
    return { type: 'known', name, mayWrite: undefined, detail: 'Facebook did not say what the token may.' };
  const { is_valid, scopes, expires_at, profile_id, type } = debugged;
  if (!is_valid) return { type: 'unauthorized', detail: 'The token is no longer valid. Make a new Page token.' };
  const cannot = (detail: string): Identity => ({ type: 'known', name, mayWrite: false, detail });
  if (type === 'USER') return cannot('This is the token of a person: exchange it for the token of the Page.');
  if (profile_id !== undefined && profile_id !== pageId) return cannot('The token belongs to another Page.');
  if (!scopes.includes('pages_manage_posts')) return cannot(MAY_NOT_POST);
  const served = page.headers['facebook-api-version'];
  const old = typeof served === 'string' && served !== GRAPH_VERSION;
  const detail = [
    expires_at === 0 ? 'The token has no end.' : `The token runs out at ${dateOf(expires_at)}.`,
    old ? `Facebook answers as ${served} instead of ${GRAPH_VERSION}: update crier.` : '',
    NOT_SEEN,
  ];
  return { type: 'known', name, mayWrite: true, detail: told(detail.filter(Boolean).join(' '), '') };
}

function dateOf(seconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(seconds * SECOND_MS).toString();
}

const PAGE = z.object({ name: z.string().min(1).max(200) });
const TOKEN = z.object({
  data: z.object({
    is_valid: z.boolean(),
    scopes: z.array(z.string()).catch([]),
    /** Seconds; 0: never. */
    expires_at: z.number().int().min(0).max(1e11).catch(0),
    profile_id: z.string().optional().catch(undefined),
    type: z.string().optional().catch(undefined),
  }),
});
