/** A state graph to be walked: where it starts, what may come next, and what makes two states the same. */
export interface Graph<State> {
  readonly starts: readonly State[];
  next(state: State): readonly Move<State>[];
  key(state: State): string;
}

export interface Move<State> {
  readonly says: string;
  readonly world: State;
  readonly isCalm: boolean;
}

/** What must hold of every step, and of every state; each answers what is wrong. */
export interface Rules<State> {
  step(before: State, move: Move<State>): string | undefined;
  state(state: State): string | undefined;
  /** Whether nothing more needs to happen here. */
  isExit(state: State): boolean;
}

export interface Found<State> {
  readonly states: number;
  readonly steps: number;
  /** The shortest way to the first thing that is wrong. */
  readonly counterexample?: { readonly wrong: string; readonly path: readonly string[]; readonly at: State };
}

/** Walks breadth first through all there is, so that the first thing found wrong has the shortest way to it. */
export function search<State>(
  graph: Graph<State>,
  rules: Rules<State>,
  visit: (state: State) => void = () => {},
): Found<State> {
  const places = new Map<string, number>();
  const from: number[] = [];
  const by: string[] = [];
  const calmInto: number[][] = [];
  const exits: number[] = [];
  const queue: (State | undefined)[] = [];
  let steps = 0;

  const enter = (state: State, parent: number, says: string): number => {
    const key = graph.key(state);
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = queue.push(state) - 1;
    places.set(key, place);
    from.push(parent);
    by.push(says);
    calmInto.push([]);
    return place;
  };
  const pathTo = (place: number): readonly string[] =>
    place < 0 ? [] : [...pathTo(from[place] ?? -1), ...(by[place] ? [by[place]] : [])];
  const wrongAt = (wrong: string, place: number, at: State, last: readonly string[] = []): Found<State> => ({
    states: places.size,
    steps,
    counterexample: { wrong, path: [...pathTo(place), ...last], at },
  });

  for (const start of graph.starts) enter(start, -1, '');
  for (let place = 0; place < queue.length; place += 1) {
    const state = queue[place];
    if (state === undefined) continue;
    // Its way is kept, the state itself no longer needed.
    queue[place] = undefined;
    const wrong = rules.state(state);
    if (wrong) return wrongAt(wrong, place, state);
    visit(state);
    if (rules.isExit(state)) exits.push(place);
    for (const move of graph.next(state)) {
      steps += 1;
      const wrongStep = rules.step(state, move);
      if (wrongStep) return wrongAt(wrongStep, place, move.world, [move.says]);
      const next = enter(move.world, place, move.says);
      if (move.isCalm && next !== place) calmInto[next]?.push(place);
    }
  }
  const stuck = firstWithoutExit(exits, calmInto);
  if (stuck === undefined) return { states: places.size, steps };
  const again = replay(graph, pathTo(stuck));
  return again === undefined ? { states: places.size, steps } : wrongAt('has no exit', stuck, again);
}

/** The first state from which no calm way leads to an exit. */
function firstWithoutExit(exits: readonly number[], calmInto: readonly (readonly number[])[]): number | undefined {
  const reached = new Uint8Array(calmInto.length);
  const open = [...exits];
  for (const place of open) reached[place] = 1;
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const before of calmInto[place] ?? []) {
      if (reached[before]) continue;
      reached[before] = 1;
      open.push(before);
    }
  }
  const stuck = reached.indexOf(0);
  return stuck < 0 ? undefined : stuck;
}

/** The state a path leads to. */
function replay<State>(graph: Graph<State>, path: readonly string[]): State | undefined {
  return graph.starts
    .map((start) =>
      path.reduce<State | undefined>(
        (at, says) => (at === undefined ? at : graph.next(at).find((move) => move.says === says)?.world),
        start,
      ),
    )
    .find((state) => state !== undefined);
}
