import {
  circle,
  cloud,
  glow,
  HEIGHT,
  hills,
  type Ink,
  line,
  picture,
  rect,
  shape,
  sky,
  stars,
  WIDTH,
} from './drawing.ts';

export function ferryMuseum(): Ink {
  const person = (x: number, y: number, size: number, coat: string) => {
    const [half, tall] = [15 * size, 52 * size];
    const body = `M${x - half} ${y}q0 ${-tall} ${half} ${-tall}q${half} 0 ${half} ${tall}Z`;
    return circle(x, y - 62 * size, 10 * size, '#3a2c2a') + shape(body, coat);
  };
  const ribs = Array.from({ length: 7 }, (_, at) => {
    const reach = 640 - at * 62;
    return line(
      `M${600 - reach} 560V${330 - at * 8}Q600 ${-190 + at * 46} ${600 + reach} ${330 - at * 8}V560`,
      at % 2 ? '#5f4636' : '#6f5340',
      15 - at,
    );
  });
  return picture(
    sky(['#3a2c2a', '#5a4235', '#7d5b43']),
    shape('M120 560V312Q600 -96 1080 312V560Z', '#8fb7bd') +
      shape('M120 560V312Q600 -96 1080 312V560Z', '#f6d8a0', 'opacity="0.35"'),
    glow(600, 260, 420, '#fff1cf', 0.8),
    hills(500, 20, 3, '#7d9b8f'),
    rect(120, 500, 960, 60, '#5d8f9c'),
    ...Array.from({ length: 11 }, (_, at) => rect(164 + at * 87, 40, 5, 520, '#5f4636', 'opacity="0.75"')),
    ...[230, 340, 450].map((y) => rect(120, y, 960, 5, '#5f4636', 'opacity="0.75"')),
    shape('M0 0H1200V675H1080V312Q600 -96 120 312V675H0Z', '#4a382f', 'fill-rule="evenodd"'),
    ...ribs.slice(0, 4),
    rect(0, 556, WIDTH, HEIGHT - 556, '#9c7250') +
      [
        'M0 556L-300 675',
        'M150 556L-40 675',
        'M300 556L190 675',
        'M450 556L400 675',
        'M600 556V675',
        'M750 556L800 675',
        'M900 556L1010 675',
        'M1050 556L1240 675',
      ]
        .map((path) => line(path, '#7d5a3f', 3))
        .join(''),
    shape('M600 620m-330 0a330 26 0 1 0 660 0a330 26 0 1 0 -660 0', '#000', 'opacity="0.22"'),
    shape('M250 424H950L884 596H338Z', '#f5efe2') +
      shape('M312 528H911L884 596H338Z', '#a63d40') +
      rect(262, 452, 676, 9, '#2b5f75') +
      shape('M830 424H950L884 596H800Z', '#000', 'opacity="0.09"'),
    rect(330, 350, 540, 76, '#fbf6ea', 'rx="8"') +
      Array.from({ length: 9 }, (_, at) => rect(352 + at * 57, 370, 36, 32, '#33586a', 'rx="6"')).join(''),
    rect(430, 284, 260, 68, '#efe6d4', 'rx="8"') +
      Array.from({ length: 5 }, (_, at) => rect(448 + at * 48, 300, 34, 28, '#ffd98a', 'rx="4"')).join(''),
    rect(716, 270, 60, 82, '#d98e32', 'rx="4"') + rect(716, 270, 60, 18, '#3a2c2a', 'rx="4"'),
    line('M560 284V206M560 210L330 350M560 210L870 350', '#6b5a4a', 3) + shape('M560 210l58 14l-58 16Z', '#2b5f75'),
    circle(300, 500, 22, '#f5efe2', 'stroke="#d1495b" stroke-width="11"') +
      circle(884, 496, 20, '#f5efe2', 'stroke="#d1495b" stroke-width="10"'),
    ...[430, 560, 690].map((x) => circle(x, 492, 13, '#33586a', 'stroke="#c9b79a" stroke-width="5"')),
    ...[300, 420, 780, 900].map((x) => rect(x, 590, 14, 40, '#5a4235')),
    person(170, 640, 1.1, '#2f5d62') +
      person(214, 640, 0.72, '#d9a441') +
      person(1010, 648, 1.15, '#7b3f4c') +
      person(1064, 646, 1.05, '#33475b') +
      person(560, 658, 1.05, '#3f4e3f'),
    ...[200, 1000].map(
      (x) =>
        line(`M${x} 0V120`, '#2c211d', 4) +
        shape(`M${x - 44} 150q44 -64 88 0Z`, '#2c211d') +
        glow(x, 156, 120, '#ffdf9e', 0.7),
    ),
  );
}

export function cityLibrary(): Ink {
  const [left, right, base] = [180, 1020, 556];
  const windows = Array.from({ length: 7 }, (_, at) => {
    const x = left + 62 + at * 110;
    if (at === 3) return '';
    const books = [0, 1, 2].map(
      (row) =>
        Array.from({ length: 6 }, (__, book) =>
          rect(
            x + 5 + book * 8,
            398 + row * 44 - ((book * 7 + row * 5 + at * 3) % 9),
            6,
            24 + ((book * 7 + row * 5 + at * 3) % 9),
            ['#a63d40', '#33658a', '#5b8c5a', '#86557c', '#c77d3b'][(book + row * 2 + at) % 5] ?? '',
          ),
        ).join('') + rect(x, 422 + row * 44, 56, 4, '#7a5230'),
    );
    return (
      shape(`M${x} ${base - 16}V352a28 28 0 0 1 56 0V${base - 16}Z`, '#ffd98a') +
      books.join('') +
      line(`M${x} ${base - 16}V352a28 28 0 0 1 56 0V${base - 16}Z`, '#6b4b4f', 5)
    );
  });
  const columns = [470, 538, 638, 706].map(
    (x) =>
      rect(x - 13, 340, 26, 216, '#f2e2cf') +
      rect(x - 13, 340, 9, 216, '#fff6e6') +
      rect(x - 19, 332, 38, 12, '#e3cdb5') +
      rect(x - 19, 548, 38, 12, '#e3cdb5'),
  );
  const tree = (x: number, size: number) =>
    rect(x - 7, base - size * 0.5, 14, size * 0.5, '#2b2138') +
    circle(x, base - size * 0.72, size * 0.34, '#3a3358') +
    circle(x - size * 0.22, base - size * 0.52, size * 0.25, '#322b4e') +
    circle(x + size * 0.2, base - size * 0.54, size * 0.26, '#403961');
  return picture(
    sky(['#2a2858', '#5c4a8a', '#b56f8f', '#f3a87c', '#fbd29a']),
    stars(70, 220, 17),
    glow(1040, 520, 420, '#ffd9a0', 0.55),
    circle(190, 118, 34, '#fdf3d3') + glow(190, 118, 110, '#fdf3d3', 0.4),
    cloud(820, 180, 270, '#7d5a8c', 0.5),
    cloud(330, 120, 200, '#6a5490', 0.45),
    ...[
      [30, 400, 96],
      [126, 440, 60],
      [1030, 410, 92],
      [1122, 446, 90],
    ].map(
      ([x = 0, y = 0, wide = 0]) =>
        rect(x, y, wide, 160, '#6d4f7c') + shape(`M${x - 6} ${y}h${wide + 12}l-${wide / 2 + 6} -38Z`, '#5d4270'),
    ),
    rect(0, base, WIDTH, 60, '#55406b'),
    rect(left, 300, right - left, base - 300, '#c99b86') +
      rect(left, 300, right - left, 16, '#e3cdb5') +
      rect(left - 16, 284, right - left + 32, 18, '#8a5f63', 'rx="3"') +
      rect(left, 288, right - left, 4, '#a3767a'),
    ...windows,
    rect(434, 324, 308, base - 324, '#d9b39b') +
      shape('M544 556V404a44 44 0 0 1 88 0V556Z', '#ffe3a8') +
      rect(586, 400, 4, 156, '#7a5230') +
      glow(588, 470, 170, '#ffe3a8', 0.6),
    ...columns,
    shape('M416 326H760L588 218Z', '#e8d3bc') +
      shape('M462 314H714L588 236Z', '#c99b86') +
      circle(588, 286, 22, '#f7ead4') +
      line('M588 286V272M588 286L598 292', '#5b3f4a', 4) +
      rect(410, 324, 356, 12, '#f2e2cf', 'rx="2"'),
    ...[0, 1, 2, 3].map((step) =>
      rect(410 - step * 26, base + step * 14, 356 + step * 52, 15, step % 2 ? '#b48f86' : '#cfab9c'),
    ),
    rect(0, 610, WIDTH, 66, '#4a3a5c') + rect(0, 610, WIDTH, 6, '#6d567d'),
    shape('M332 612L240 675H940L844 612Z', '#ffd9a0', 'opacity="0.2"'),
    tree(96, 250) + tree(1112, 270),
    ...[330, 846].map(
      (x) => glow(x, 452, 84, '#ffe3a8', 0.75) + rect(x - 3, 462, 6, 150, '#231b30') + circle(x, 452, 13, '#fff1cf'),
    ),
    bicycle(920, 622),
    circle(452, 540, 10, '#2b2138') +
      shape('M436 600q0 -46 16 -46t16 46Z', '#33658a') +
      rect(460, 566, 18, 13, '#a63d40'),
  );
}

function bicycle(x: number, y: number): Ink {
  const wheel = (dx: number) => circle(x + dx, y - 24, 25, 'none', 'stroke="#1d1628" stroke-width="5"');
  return (
    wheel(0) +
    wheel(84) +
    line(
      `M${x} ${y - 24}L${x + 28} ${y - 66}H${x + 68}L${x + 40} ${y - 24}ZM${x + 40} ${y - 24}L${x + 24} ${y - 76}M${x + 84} ${y - 24}L${x + 66} ${y - 84}H${x + 82}`,
      '#d1495b',
      6,
    ) +
    line(`M${x + 12} ${y - 78}H${x + 36}`, '#1d1628', 7)
  );
}
