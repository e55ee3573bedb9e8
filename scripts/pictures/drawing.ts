/** Pixels of every picture. */
export const WIDTH = 1200;
export const HEIGHT = 675;

/** A piece of SVG. */
export type Ink = string;

let gradients = 0;

/** A whole picture from its layers, the farthest first. */
export function picture(...layers: readonly Ink[]): Ink {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${layers.join('')}</svg>`;
}

export function rect(x: number, y: number, width: number, height: number, fill: string, more = ''): Ink {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" ${more}/>`;
}

export function circle(x: number, y: number, radius: number, fill: string, more = ''): Ink {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}" ${more}/>`;
}

export function shape(points: string, fill: string, more = ''): Ink {
  return `<path d="${points}" fill="${fill}" ${more}/>`;
}

export function line(points: string, stroke: string, width: number, more = ''): Ink {
  return `<path d="${points}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
}

/** Colours from top to bottom, as the fill of something between `top` and `bottom`. */
function shaded(colours: readonly string[], draw: (fill: string) => Ink): Ink {
  const id = `g${++gradients}`;
  const stops = colours.map((colour, at) => `<stop offset="${at / (colours.length - 1)}" stop-color="${colour}"/>`);
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient>${draw(`url(#${id})`)}`;
}

/** A sky over the whole picture, or as far down as `height`. */
export function sky(colours: readonly string[], height = HEIGHT): Ink {
  return shaded(colours, (fill) => rect(0, 0, WIDTH, height, fill));
}

/** Water from `y` down to the picture's edge. */
export function sea(y: number, colours: readonly string[]): Ink {
  return shaded(colours, (fill) => rect(0, y, WIDTH, HEIGHT - y, fill));
}

/** Light around a lamp or a star that fades towards `radius`. */
export function glow(x: number, y: number, radius: number, colour: string, strength = 0.9): Ink {
  const id = `g${++gradients}`;
  return `<radialGradient id="${id}"><stop offset="0" stop-color="${colour}" stop-opacity="${strength}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>${circle(x, y, radius, `url(#${id})`)}`;
}

/** A beam of light in the outline `path`, strong at the first place and gone at the second. */
export function beam(
  path: string,
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
  colour: string,
  strength: number,
): Ink {
  const id = `g${++gradients}`;
  const ends = `x1="${fromX}" y1="${fromY}" x2="${toX}" y2="${toY}"`;
  return `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" ${ends}><stop offset="0" stop-color="${colour}" stop-opacity="${strength}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></linearGradient>${shape(path, `url(#${id})`)}`;
}

/** The height of a range of hills at `x`: the same seed, the same hills. */
export function hillAt(x: number, base: number, height: number, seed: number): number {
  const wave = (length: number, shift: number) => Math.sin((x / length) * Math.PI * 2 + seed * shift);
  return base - height * (0.55 * wave(760, 1.7) + 0.3 * wave(310, 2.9) + 0.15 * wave(140, 4.3));
}

/** A range of hills that fills the picture below it. */
export function hills(base: number, height: number, seed: number, ...colours: readonly string[]): Ink {
  const tops = Array.from({ length: WIDTH / 10 + 1 }, (_, step) => {
    return `L${step * 10} ${hillAt(step * 10, base, height, seed).toFixed(1)}`;
  });
  const path = `M0 ${HEIGHT}${tops.join('')}L${WIDTH} ${HEIGHT}Z`;
  return colours.length > 1 ? shaded(colours, (fill) => shape(path, fill)) : shape(path, colours[0] ?? '#000');
}

/** Numbers in [0, 1) that look like chance and never change. */
export function chance(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

export function stars(count: number, below: number, seed: number, colour = '#fff7e0'): Ink {
  const next = chance(seed);
  return Array.from({ length: count }, () => {
    const [x, y, size, light] = [next() * WIDTH, next() ** 1.4 * below, 0.7 + next() * 1.7, 0.35 + next() * 0.6];
    return circle(Math.round(x), Math.round(y), Number(size.toFixed(1)), colour, `opacity="${light.toFixed(2)}"`);
  }).join('');
}

/** Light that lies on water below something bright at `x`: strips that widen and part towards the viewer. */
export function glints(x: number, from: number, to: number, colour: string, spread: number, seed: number): Ink {
  const next = chance(seed);
  const strips: Ink[] = [];
  for (let y = from; y < to; y += 9 + (y - from) / 22) {
    const depth = (y - from) / (to - from);
    const width = spread * (0.35 + depth) * (0.5 + next());
    const left = x - width / 2 + (next() - 0.5) * spread * 0.5;
    const opacity = (0.75 * (1 - depth * 0.8)).toFixed(2);
    strips.push(rect(Math.round(left), Math.round(y), Math.round(width), 4, colour, `rx="2" opacity="${opacity}"`));
  }
  return strips.join('');
}

/** A cloud of flat-bottomed lobes, its lower left corner at `x`, `y`. */
export function cloud(x: number, y: number, width: number, fill: string, opacity = 1): Ink {
  const unit = width / 6;
  const path = `M${x} ${y}a${unit} ${unit} 0 0 1 ${unit} -${unit}a${unit * 1.5} ${unit * 1.4} 0 0 1 ${unit * 2.6} -${unit * 0.5}a${unit * 1.1} ${unit * 1.1} 0 0 1 ${unit * 1.6} ${unit * 0.6}a${unit * 0.9} ${unit * 0.9} 0 0 1 ${unit * 0.8} ${unit * 0.9}Z`;
  return shape(path, fill, `opacity="${opacity}"`);
}

/** A pine whose foot is at `x`, `y`. */
export function pine(x: number, y: number, height: number, fill: string): Ink {
  const tier = (from: number, to: number, half: number) =>
    `M${x} ${y - height * to}L${x + height * half} ${y - height * from}L${x - height * half} ${y - height * from}Z`;
  return (
    shape(`${tier(0.06, 0.55, 0.2)}${tier(0.3, 0.78, 0.155)}${tier(0.56, 1, 0.11)}`, fill) +
    rect(x - height * 0.02, y - height * 0.08, height * 0.04, height * 0.1, fill)
  );
}

/** Pines along a range of hills, between two places. */
export function pines(
  [from, to]: readonly [number, number],
  count: number,
  [base, height, seed]: readonly [number, number, number],
  fill: string,
  tall = 80,
): Ink {
  const next = chance(seed + count);
  return Array.from({ length: count }, (_, place) => {
    const x = Math.round(from + ((to - from) * (place + next() * 0.8)) / count);
    return pine(x, hillAt(x, base, height, seed) + 8, tall * (0.6 + next() * 0.7), fill);
  }).join('');
}

/** Birds far away. */
export function gulls(places: readonly (readonly [number, number, number])[], colour: string): Ink {
  return places
    .map(([x, y, size]) =>
      line(
        `M${x - size} ${y - size * 0.3}Q${x - size * 0.4} ${y - size * 0.6} ${x} ${y}Q${x + size * 0.4} ${y - size * 0.6} ${x + size} ${y - size * 0.3}`,
        colour,
        3,
      ),
    )
    .join('');
}
