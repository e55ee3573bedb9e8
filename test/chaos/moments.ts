/** When something happens that comes `perMinute` times, at least once in a storm: real milliseconds, in order. */
export function momentsOf(random: () => number, perMinute: number, forMs: number): number[] {
  const count = Math.max(1, Math.round((perMinute * forMs) / 60_000));
  return Array.from({ length: count }, () => random() * forMs * 0.95).sort((a, b) => a - b);
}
