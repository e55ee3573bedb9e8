import type { FetchHandler } from './listen.ts';

/** How the process is, as `/healthz` tells it. */
export interface Health {
  readonly ok: boolean;
  readonly [fact: string]: unknown;
}

/** Answers `/healthz`: 200 where all is well and 503 where not, with the facts as JSON; undefined: another page is asked for. */
export function healthPage(health: () => Promise<Health>): (request: Request) => Promise<Response> | undefined {
  return (request) => (new URL(request.url).pathname === '/healthz' ? answer(request, health) : undefined);
}

async function answer({ method }: Request, health: () => Promise<Health>): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD')
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  const facts = await health();
  return Response.json(facts, { status: facts.ok ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}

/** What a server answers while it has nothing to show. */
export const nothingHere: FetchHandler = () => new Response('not found\n', { status: 404 });
