/** The machine's clock. */
export function now(): Temporal.Instant {
  return Temporal.Now.instant();
}

/** Milliseconds since the process began, whatever is done to the clock. */
export function uptimeMs(): number {
  return performance.now();
}

/** No other process of this machine has this name; without `node:crypto`, whose loading each idle pass would pay. */
export function processName(): string {
  return `${process.pid}-${Date.now().toString(36)}`;
}

/** Waits; rejects where the signal aborts. */
export async function delay(ms: number, signal: AbortSignal): Promise<void> {
  await (await import('node:timers/promises')).setTimeout(ms, undefined, { signal });
}

/** In [0, 1). */
export function random(): number {
  return crypto().randomInt(2 ** 32) / 2 ** 32;
}

/** Drawn in advance, each byte used once: a call of the system for each id would take longer than all else of it. */
let drawn: Uint8Array = new Uint8Array();

/** Eight letters and digits that are not mistaken for one another when read aloud. */
export function newId(): string {
  if (drawn.length < 8) drawn = crypto().randomBytes(1024);
  const bytes = drawn.subarray(0, 8);
  drawn = drawn.subarray(8);
  return Array.from(bytes, (byte) => 'abcdefghjkmnpqrstuvwxyz23456789'[byte % 31] ?? 'a').join('');
}

/** A short digest, the same for the same text. */
export function digest(text: string): string {
  return crypto().hash('sha256', text, 'hex').slice(0, 32);
}

/** Loaded when first wanted: an idle pass does without. */
function crypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}
