/** What a plan knows of a request that the platform would have taken up; `n` counts them per endpoint, from 1. */
export interface FaultRequest<Endpoint extends string> {
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly path: string;
  readonly n: number;
}

/** Chooses the fault of each request; undefined: the platform works. */
export type FaultPlan<Endpoint extends string, Fault> = (request: FaultRequest<Endpoint>) => Fault | undefined;

/** How often each fault is drawn, 0 to 1 of all requests; together at most 1. */
export type FaultRates<Type extends string> = { readonly [T in Type]?: number };

/** How each fault is drawn. */
export type Draws<Fault extends { readonly type: string }> = Readonly<
  Record<Fault['type'], (random: () => number) => Fault>
>;

/**
 * Draws a mixed plan: at most one fault per request. Faults that only a create can meet leave other requests alone.
 * `random` answers 0 (included) to 1 (excluded); the same numbers give the same plan.
 */
export function randomPlan<Endpoint extends string, Type extends string, Fault extends { readonly type: Type }>(
  random: () => number,
  rates: FaultRates<Type>,
  draws: Readonly<Record<Type, (random: () => number) => Fault>>,
  onlyCreates: ReadonlySet<Type>,
): FaultPlan<Endpoint, Fault> {
  const types = Object.keys(draws).filter((type): type is Type => type in draws);
  return ({ endpoint }) => {
    let left = random();
    for (const type of types) {
      left -= rates[type] ?? 0;
      if (left >= 0) continue;
      return endpoint !== 'create' && onlyCreates.has(type) ? undefined : draws[type](random);
    }
    return undefined;
  };
}

/** Heads or tails. */
export function coin(random: () => number): boolean {
  return random() < 0.5;
}

/** One of these, each as often. */
export function pick<T>(random: () => number, from: readonly [T, T, ...T[]]): T {
  return from[Math.floor(random() * from.length)] ?? from[0];
}
