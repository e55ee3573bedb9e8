/** Ids that grow with time like X's: milliseconds since its epoch, then a counter. */
export function snowflakes(): (account: string, at: number) => string {
  let last = 0n;
  return (_, at) => {
    const byTime = BigInt(Math.max(0, Math.trunc(at) - X_EPOCH_MS)) << 22n;
    last = byTime > last ? byTime : last + 1n;
    return String(last);
  };
}

const X_EPOCH_MS = 1_288_834_974_657;
