import { z } from 'zod';

/** What `debug_token` says of a token. */
export type Token = z.infer<typeof TOKEN>;

/** Reads an answer of `debug_token`; undefined where it says nothing of use. */
export function tokenIn(body: unknown): Token | undefined {
  return DEBUGGED.safeParse(body).data?.data;
}

/** What keeps a valid token from speaking for the Page, and what to do about it; undefined where nothing does. */
export function lackOf({ type, profile_id, scopes }: Token, pageId: string): string | undefined {
  if (type !== undefined && type !== 'PAGE')
    return 'This is the token of a person, not of the Page: "crier connect facebook" exchanges it.';
  if (profile_id !== undefined && profile_id !== pageId) return 'The token belongs to another Page.';
  const missing = NEEDED.filter(({ permission }) => !scopes.includes(permission));
  if (missing.length === 0) return undefined;
  const whatFor = missing.map(({ permission, without }) => `${permission} (without it ${without})`).join(' and ');
  return `The token lacks ${whatFor}: make a new one with it.`;
}

/** From Meta's reference of permissions, 2026. */
const NEEDED = [
  { permission: 'pages_manage_posts', without: 'nothing can be posted' },
  { permission: 'pages_read_engagement', without: 'crier cannot look before it speaks, and holds its posts' },
] as const;

const TEXT = z.string().optional().catch(undefined);
const TOKEN = z.object({
  is_valid: z.boolean(),
  scopes: z.array(z.string()).catch([]),
  /** Seconds; 0: never. */
  expires_at: z.number().int().min(0).max(1e11).optional().catch(undefined),
  app_id: TEXT,
  profile_id: TEXT,
  type: TEXT,
});
const DEBUGGED = z.object({ data: TOKEN });
