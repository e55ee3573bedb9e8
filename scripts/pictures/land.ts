import {
  beam,
  chance,
  circle,
  cloud,
  glints,
  glow,
  HEIGHT,
  hillAt,
  hills,
  type Ink,
  line,
  picture,
  pine,
  pines,
  rect,
  sea,
  shape,
  sky,
  stars,
  WIDTH,
} from './drawing.ts';

export function comet(): Ink {
  return picture(
    sky(['#0d1b3d', '#1c3766', '#3f6a8c', '#c99a7c', '#f0c08d'], 520),
    stars(190, 360, 2),
    `<g transform="rotate(-27 420 250)">${[
      ['M420 250L1010 160Q1050 250 1010 330Z', 0.34],
      ['M420 250L930 212Q960 250 930 290Z', 0.5],
      ['M420 250L800 238Q820 250 800 264Z', 0.9],
    ]
      .map(([path = '', light = 0]) => beam(String(path), [420, 250], [1010, 250], '#e6f6ff', Number(light)))
      .join('')}</g>`,
    glow(420, 250, 74, '#e8f7ff', 0.95),
    circle(420, 250, 13, '#ffffff'),
    hills(470, 44, 2, '#35597a', '#6d7f8c'),
    hills(500, 30, 7, '#27466a', '#4c647c'),
    sea(508, ['#8b97a0', '#35597a', '#142a4d']),
    glints(420, 514, 660, '#dff2ff', 70, 12),
    hills(668, 74, 4.2, '#0f2140'),
    lamp(1010),
    ...[1085, 1120, 1150, 1180, 920, 895].map((x, at) =>
      pine(x, hillAt(x, 668, 74, 4.2) + 10, 64 + (at % 3) * 22, '#0b1931'),
    ),
    watchers(),
  );
}

function lamp(x: number): Ink {
  const foot = hillAt(x, 668, 74, 4.2) + 14;
  const top = foot - 190;
  return (
    beam(`M${x} ${top - 20}L${x - 700} ${top - 76}V${top + 36}Z`, [x, top], [x - 640, top], '#fff1bd', 0.5) +
    shape(`M${x - 26} ${foot}L${x - 15} ${top}H${x + 15}L${x + 26} ${foot}Z`, '#0b1931') +
    rect(x - 23, top - 8, 46, 9, '#0b1931') +
    rect(x - 12, top - 34, 24, 27, '#ffe9a8') +
    shape(`M${x - 18} ${top - 33}h36l-18 -22Z`, '#0b1931') +
    glow(x, top - 20, 84, '#ffe9a8', 0.85)
  );
}

function watchers(): Ink {
  return (
    [
      [36, 1],
      [72, 0.85],
      [112, 0.66],
    ]
      .map(([x = 0, size = 1]) => {
        const y = hillAt(x, 668, 74, 4.2) + 8;
        return (
          circle(x, y - 62 * size, 10 * size, '#0b1931') +
          shape(`M${x - 14 * size} ${y + 8}q-2 -58 14 -60q16 2 14 60Z`, '#0b1931')
        );
      })
      .join('') + telescope(166)
  );
}

function telescope(x: number): Ink {
  const y = hillAt(x, 668, 74, 4.2) + 8;
  return (
    line(`M${x} ${y - 38}L${x - 16} ${y}M${x} ${y - 38}L${x + 16} ${y}M${x} ${y - 38}V${y}`, '#0b1931', 4) +
    line(`M${x - 22} ${y - 28}L${x + 30} ${y - 60}`, '#0b1931', 11)
  );
}

export function observatoryDome(): Ink {
  const [x, y] = [640, 452];
  return picture(
    sky(['#241a4a', '#53337a', '#b0567f', '#f08a68', '#fbc687'], 600),
    stars(150, 340, 5),
    glow(300, 560, 420, '#ffd9a0', 0.7),
    circle(968, 128, 40, '#fff3d6') + glow(968, 128, 120, '#fff3d6', 0.5),
    cloud(90, 330, 320, '#6f3f78', 0.4),
    cloud(880, 392, 300, '#9a4d78', 0.4),
    hills(520, 52, 3.3, '#8a4a78', '#c46a72'),
    hills(568, 46, 9, '#5e376f', '#7f4670'),
    hills(618, 96, 1.2, '#35265a', '#221a42'),
    rect(x - 128, y, 256, 118, '#efe3d6') + rect(x + 60, y, 68, 118, '#000', 'opacity="0.14"'),
    rect(x - 140, y - 10, 280, 16, '#cdbcae', 'rx="3"'),
    shape(`M${x - 132} ${y - 8}a132 132 0 0 1 264 0Z`, '#d8dfe6') +
      shape(`M${x + 30} ${y - 136}a132 132 0 0 1 102 128h-64a150 150 0 0 0 -38 -128Z`, '#8d97ad', 'opacity="0.55"'),
    shape(`M${x - 44} ${y - 8}q-22 -78 6 -126q18 -8 40 -6q-16 66 -2 132Z`, '#1b1638') +
      line(`M${x - 14} ${y - 44}L${x - 72} ${y - 158}`, '#f0e6da', 20) +
      line(`M${x - 66} ${y - 146}L${x - 76} ${y - 166}`, '#8d97ad', 24),
    shape(`M${x - 76} ${y - 166}L${x - 356} -20H${x - 236}Z`, '#fff3d6', 'opacity="0.13"'),
    [-88, -28, 32].map((dx) => rect(x + dx, y + 30, 26, 40, '#ffd27d', 'rx="13"')).join('') +
      rect(x + 84, y + 52, 30, 66, '#4a3658', 'rx="4"') +
      glow(x, y + 60, 200, '#ffd27d', 0.28),
    hills(650, 66, 5.1, '#1a1438'),
    pines([0, 330], 11, [650, 66, 5.1], '#140f2e', 150),
    pines([860, 1200], 12, [650, 66, 5.1], '#140f2e', 165),
    pines([340, 560], 4, [650, 66, 5.1], '#140f2e', 58),
    line('M640 675q-60 -40 10 -70q50 -20 30 -40', '#f0b07a', 10, 'opacity="0.35"'),
  );
}

export function nightTrain(): Ink {
  const arches = Array.from({ length: 9 }, (_, at) => `M${at * 150 - 84} ${HEIGHT}V478a54 54 0 0 1 108 0V${HEIGHT}Z`);
  const cars = Array.from({ length: 5 }, (_, at) => {
    const x = 22 + at * 196;
    const windows = Array.from({ length: 6 }, (__, window) =>
      rect(x + 16 + window * 28, 322, 19, 22, (at * 5 + window * 3) % 7 === 0 ? '#3b4f80' : '#ffdc8f', 'rx="4"'),
    );
    return (
      rect(x, 300, 188, 70, '#274690', 'rx="9"') +
      rect(x, 352, 188, 8, '#e0b04c') +
      rect(x + 188, 350, 8, 8, '#10182f') +
      windows.join('') +
      [30, 62, 126, 158].map((dx) => circle(x + dx, 373, 10, '#10182f')).join('')
    );
  });
  return picture(
    sky(['#0b1230', '#172654', '#2f4a80', '#6f7fa8']),
    stars(210, 400, 7),
    circle(250, 142, 62, '#fdf3d3') + circle(278, 126, 54, '#111c42') + glow(236, 150, 190, '#fdf3d3', 0.3),
    hills(430, 96, 2.4, '#33487a', '#5a6a98'),
    hills(506, 60, 6.1, '#253764', '#43568a'),
    rect(0, 470, WIDTH, 100, '#9fb0cf', 'opacity="0.16"'),
    hills(592, 40, 8.5, '#1a2850', '#2c3c6b'),
    ...[150, 210, 610, 660, 930, 985, 1020].map((x, at) =>
      rect(x, hillAt(x, 592, 40, 8.5) + 22 + (at % 3) * 14, 7, 7, '#ffd27d'),
    ),
    ...cars,
    shape('M1002 370V300h76q58 4 84 44q6 18 -10 26Z', '#1f3a7d') +
      shape('M1086 308q34 6 52 34h-52Z', '#bfe3f2') +
      rect(1002, 352, 154, 8, '#e0b04c') +
      [1030, 1062, 1110].map((x) => circle(x, 373, 10, '#10182f')).join('') +
      circle(1154, 356, 7, '#fff6d8'),
    shape('M1154 356L1210 322V396Z', '#fff3c4', 'opacity="0.55"') + glow(1154, 356, 60, '#fff3c4', 0.9),
    `<mask id="m"><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>${shape(arches.join(''), '#000')}</mask>`,
    rect(0, 382, WIDTH, 300, '#57506a', 'mask="url(#m)"'),
    ...Array.from({ length: 9 }, (_, at) => line(`M${at * 150 - 84} 478a54 54 0 0 1 108 0`, '#7b7290', 9)),
    rect(0, 380, WIDTH, 14, '#3f3a52') + rect(0, 380, WIDTH, 4, '#8c83a3'),
    hills(690, 56, 4.7, '#0c142d'),
    pines([0, 260], 8, [690, 56, 4.7], '#0c142d', 96),
    pines([700, 1200], 15, [690, 56, 4.7], '#0c142d', 110),
  );
}

export function schoolBus(): Ink {
  const next = chance(31);
  const flowers = Array.from({ length: 46 }, () => {
    const [x, y] = [next() * WIDTH, 604 + next() * 66];
    return (
      circle(Math.round(x), Math.round(y), 4 + next() * 3, next() > 0.5 ? '#ffd23f' : '#fff3c9') +
      circle(Math.round(x), Math.round(y), 2, '#8a5a1c')
    );
  });
  const tree = (x: number, y: number, size: number, colour: string) =>
    rect(x - size * 0.06, y - size * 0.5, size * 0.12, size * 0.5, '#6b4c35') +
    circle(x, y - size * 0.75, size * 0.36, colour) +
    circle(x - size * 0.24, y - size * 0.58, size * 0.25, colour) +
    circle(x + size * 0.24, y - size * 0.56, size * 0.26, colour);
  return picture(
    sky(['#5fa8d3', '#a9d6e5', '#e9f5e1'], 460),
    circle(1010, 130, 60, '#fff2b8') + glow(1010, 130, 220, '#fff2b8', 0.75),
    cloud(110, 190, 310, '#ffffff', 0.9),
    cloud(560, 130, 220, '#ffffff', 0.75),
    cloud(820, 250, 260, '#ffffff', 0.7),
    hills(380, 50, 2.2, '#8fc0a9', '#b7d7a8'),
    hills(430, 60, 6.6, '#68b0ab', '#8fc79a'),
    hills(490, 52, 3.9, '#6aa84f', '#9ccc65'),
    ...[
      [130, 470, 90],
      [186, 482, 66],
      [880, 452, 84],
      [940, 448, 104],
      [1086, 478, 72],
    ].map(([x = 0, y = 0, size = 0]) => tree(x, y, size, '#3f7d4e')),
    ...[
      [312, 452],
      [362, 456],
    ].map(
      ([x = 0, y = 0], at) =>
        rect(x, y - 34, 40, 34, '#fdf6e3') +
        shape(`M${x - 6} ${y - 34}h52l-26 -24Z`, at ? '#b5533c' : '#c8684a') +
        rect(x + 14, y - 20, 12, 20, '#6b4c35'),
    ),
    hills(588, 34, 1.1, '#4f8f46', '#7cb342'),
    shape('M-10 600Q300 530 620 560T1210 520V600Q900 620 620 640T-10 675Z', '#5b6470') +
      line('M-10 640Q300 582 620 600T1210 560', '#f4f1de', 6, 'stroke-dasharray="46 34"'),
    shape('M380 568V404q0 -26 26 -26H742q34 0 52 34l24 48q44 6 44 48v60Z', '#fbb13c') +
      shape('M380 520H862v48H380Z', '#e8912d') +
      rect(380, 500, 482, 9, '#2f3e46'),
    ...Array.from(
      { length: 5 },
      (_, at) =>
        rect(404 + at * 66, 406, 54, 56, '#d9f0f7', 'rx="8"') +
        circle(430 + at * 66, 446, 12, ['#7a4f3a', '#d9a066', '#5b3a29', '#c98b5e', '#8d5a3b'][at] ?? '') +
        shape(
          `M${412 + at * 66} 462q2 -12 18 -12t18 12Z`,
          ['#d1495b', '#30638e', '#43aa8b', '#8e5ea2', '#f94144'][at] ?? '',
        ),
    ),
    shape('M742 406q20 0 32 22l18 34h-50Z', '#bfe3ef') + rect(380, 380, 360, 8, '#ffd27d', 'rx="4"'),
    shape('M610 476l-22 34h18l-8 28l30 -40h-20l12 -22Z', '#ffffff'),
    ...[470, 770].map((x) => circle(x, 572, 38, '#20262c') + circle(x, 572, 17, '#cfd8dc')),
    circle(852, 512, 9, '#fff3c4') + rect(846, 536, 22, 12, '#d1495b', 'rx="4"'),
    hills(668, 22, 7.4, '#3f7d3a'),
    ...flowers,
  );
}
