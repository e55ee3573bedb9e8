import { z } from 'zod';
import type { Identity } from '../../domain/ports.ts';
import { DAY_MS, type Instant, msBetween, SECOND_MS } from '../../domain/time.ts';
import { failureOf, says, told } from './failure.ts';
import { unknownUnlessClosed } from './outcome.ts';
import type { Reply } from './reply.ts';
import { lackOf, type Token, tokenIn } from './token.ts';
import { GRAPH_VERSION } from './transport.ts';

/** How long before its token runs out a Page warns of it. */
const WARN_BEFORE_MS = 14 * DAY_MS;

/** What the replies to the Page's name and to `debug_token` mean together; the second is asked only after the first. */
export function identityOf(page: Reply, token: Reply | undefined, pageId: string, now: Instant): Identity {
  if (page.type !== 'answered') return unknownUnlessClosed(failureOf(page, now));
  const named = PAGE.safeParse(page.body).data;
  if (!named) return { type: 'unknown', detail: told('Facebook did not say who the Page is.', says(page.body)) };
  const debugged = token?.type === 'answered' ? tokenIn(token.body) : undefined;
  const { name } = named;
  if (!debugged)
    return { type: 'known', name, mayWrite: undefined, detail: 'Facebook did not say what the token may.' };
  if (!debugged.is_valid) {
    return { type: 'unauthorized', detail: 'The token is no longer valid: make a new one ("crier connect facebook").' };
  }
  const lack = lackOf(debugged, pageId);
  if (lack !== undefined) return { type: 'known', name, mayWrite: false, detail: lack };
  const warnings = [versionWarning(page), endWarning(debugged, now)].filter((warning) => warning !== undefined);
  return {
    type: 'known',
    name,
    mayWrite: true,
    detail: told(`${endOf(debugged)} ${askWhetherLive(debugged.app_id)}`, ''),
    ...(warnings.length > 0 && { warning: told(warnings.join(' '), '') }),
  };
}

/** What a newsroom must see for itself: no field that Graph documents tells the mode of an app (v26.0). */
export function askWhetherLive(appId: string | undefined): string {
  const app = appId !== undefined && /^\d{1,25}$/.test(appId) ? `${appId}/` : '';
  return (
    'Is the app Live? crier cannot see it, and until it is, readers see no post, only people with a role on the app do: ' +
    `open a post logged out; the mode is at https://developers.facebook.com/apps/${app}`
  );
}

function endOf({ expires_at }: Token): string {
  if (expires_at === undefined) return 'Facebook does not say when the token runs out.';
  return expires_at === 0 ? 'The token has no end.' : `The token runs out at ${instantOf(expires_at)}.`;
}

function endWarning({ expires_at = 0 }: Token, now: Instant): string | undefined {
  if (expires_at === 0 || msBetween(now, instantOf(expires_at)) >= WARN_BEFORE_MS) return undefined;
  return `Make a new Page token before ${instantOf(expires_at)} ("crier connect facebook"): then this one runs out, and nothing is posted.`;
}

function versionWarning({ headers }: Extract<Reply, { type: 'answered' }>): string | undefined {
  const served = headers['facebook-api-version'];
  if (typeof served !== 'string' || served === GRAPH_VERSION) return undefined;
  return `Facebook answers as ${served} instead of ${GRAPH_VERSION}: update crier.`;
}

function instantOf(seconds: number): Instant {
  return Temporal.Instant.fromEpochMilliseconds(seconds * SECOND_MS);
}

const PAGE = z.object({ name: z.string().min(1).max(200) });
