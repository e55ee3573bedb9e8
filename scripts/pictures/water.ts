import {
  circle,
  cloud,
  glints,
  glow,
  gulls,
  HEIGHT,
  hills,
  type Ink,
  line,
  picture,
  pine,
  rect,
  sea,
  shape,
  sky,
  stars,
  WIDTH,
} from './drawing.ts';

export function harbourBridge(): Ink {
  const [left, right, deck, top] = [400, 850, 418, 176];
  const cable = (x: number) => 392 - (392 - top - 6) * ((x - 625) / 225) ** 2;
  const side = (x: number, tower: number, end: number) =>
    top + 6 + (deck - top - 6) * ((x - tower) / (end - tower)) ** 0.85;
  const hangers = Array.from({ length: 60 }, (_, place) => {
    const x = 60 + place * 20;
    const y = x < left ? side(x, left, 40) : x > right ? side(x, right, 1210) : cable(x);
    return x === left || x === right ? '' : `M${x} ${y.toFixed(0)}V${deck}`;
  });
  const along = (from: number, to: number, y: (x: number) => number) =>
    Array.from({ length: 41 }, (_, step) => from + ((to - from) * step) / 40)
      .map((x, step) => `${step ? 'L' : 'M'}${x.toFixed(1)} ${y(x).toFixed(1)}`)
      .join('');
  const tower = (x: number) =>
    rect(x - 17, top, 11, 330, '#8c2f39') +
    rect(x + 6, top, 11, 330, '#8c2f39') +
    [top + 4, top + 78, top + 152].map((y) => rect(x - 17, y, 34, 10, '#8c2f39')).join('') +
    rect(x - 34, 488, 68, 60, '#6b2737', 'rx="4"');
  const cars = [120, 260, 470, 560, 700, 790, 930, 1060].map((x, at) =>
    rect(x, deck - 13, at % 3 ? 22 : 36, 10, ['#f2e9e4', '#30475e', '#f6bd60'][at % 3] ?? '', 'rx="3"'),
  );
  return picture(
    sky(['#86bbd8', '#cfe3e2', '#fbe3b9', '#f9c784'], 520),
    glow(232, 344, 330, '#ffe3a0'),
    circle(232, 344, 50, '#ffd878'),
    cloud(760, 150, 300, '#ffffff', 0.55),
    cloud(70, 120, 210, '#ffffff', 0.4),
    cloud(1000, 250, 220, '#fff3dc', 0.5),
    hills(430, 46, 3, '#b9cdc8', '#d8d5bd'),
    hills(470, 34, 8, '#8fb0ae', '#b6c3ae'),
    sea(490, ['#7fb3b8', '#3f8390', '#245a6d']),
    glints(232, 500, 660, '#fff0c4', 150, 5),
    line(
      `${along(40, left, (x) => side(x, left, 40))}${along(left, right, cable)}${along(right, 1210, (x) => side(x, right, 1210))}`,
      '#8c2f39',
      6,
    ),
    line(hangers.join(''), '#a3454c', 2, 'opacity="0.85"'),
    cars.join(''),
    rect(0, deck, WIDTH, 13, '#7a2a36'),
    rect(0, deck + 13, WIDTH, 5, '#5b2030'),
    tower(left),
    tower(right),
    tug(585, 536),
    roofs(),
    gulls(
      [
        [560, 250, 16],
        [610, 282, 11],
        [700, 226, 13],
      ],
      '#49616d',
    ),
  );
}

function tug(x: number, y: number): Ink {
  return (
    [
      [66, -66, 10],
      [84, -84, 14],
      [110, -98, 18],
      [144, -106, 22],
    ]
      .map(([dx = 0, dy = 0, r = 0], at) => circle(x + dx, y + dy, r, '#fffaf0', `opacity="${0.75 - at * 0.14}"`))
      .join('') +
    shape(`M${x - 46} ${y - 10}H${x + 96}L${x + 82} ${y + 18}H${x - 30}Z`, '#22333b') +
    rect(x - 42, y - 14, 134, 6, '#d1495b', 'rx="2"') +
    rect(x - 6, y - 42, 52, 30, '#f7ede2', 'rx="3"') +
    [0, 16, 32].map((dx) => rect(x + dx, y - 36, 10, 10, '#4f8fa3')).join('') +
    rect(x + 56, y - 54, 14, 42, '#d1495b') +
    rect(x + 56, y - 54, 14, 8, '#22333b') +
    line(
      `M${x - 74} ${y + 22}H${x - 40}M${x + 92} ${y + 22}H${x + 150}M${x - 110} ${y + 30}H${x - 70}`,
      '#d9eef0',
      3,
      'opacity="0.7"',
    )
  );
}

function roofs(): Ink {
  const house = (x: number, y: number, wide: number, wall: string, roof: string) =>
    rect(x, y, wide, 90, wall) +
    shape(`M${x - 7} ${y + 2}L${x + wide / 2} ${y - wide * 0.46}L${x + wide + 7} ${y + 2}Z`, roof) +
    rect(x + wide * 0.16, y + 16, wide * 0.22, wide * 0.26, '#ffdf9a', 'rx="2"') +
    rect(x + wide * 0.6, y + 16, wide * 0.22, wide * 0.26, '#35586a', 'rx="2"');
  return (
    shape(`M-10 ${HEIGHT}V590Q120 560 300 612T520 ${HEIGHT}Z`, '#2f5d50') +
    house(196, 590, 64, '#e9d8c0', '#9c4a3c') +
    house(8, 556, 78, '#f2e5cf', '#a8503f') +
    house(300, 618, 52, '#dcc9b3', '#8a4136') +
    house(104, 582, 70, '#d9c3aa', '#7d3f38') +
    shape(`M-10 ${HEIGHT}V636Q90 604 210 642T420 ${HEIGHT}Z`, '#234a45') +
    [30, 96, 172, 272].map((x, at) => pine(x, 668, 50 + (at % 2) * 16, '#1c3b3a')).join('')
  );
}

export function eveningFerry(): Ink {
  const windows = (y: number, from: number, to: number, gap: number) =>
    Array.from({ length: Math.floor((to - from) / gap) }, (_, at) =>
      rect(from + at * gap, y, gap * 0.55, 13, '#ffd98a', 'rx="3"'),
    ).join('');
  return picture(
    sky(['#35386b', '#7a4a83', '#d46a6f', '#f7a668', '#fdd692'], 420),
    stars(40, 130, 9),
    glow(800, 400, 430, '#ffe2a0', 0.85),
    circle(800, 396, 92, '#fff0c2'),
    cloud(120, 200, 330, '#5d3f73', 0.5),
    cloud(420, 268, 240, '#8f4f74', 0.45),
    cloud(980, 232, 250, '#8a4a70', 0.5),
    rect(0, 392, WIDTH, 40, '#c9675f', 'opacity="0.35"'),
    shape('M-10 420q60 -52 130 -46q50 -34 108 -6q64 4 120 52Z', '#513a68'),
    shape('M980 420q40 -30 92 -24q60 -40 140 -14v38Z', '#5b3d69'),
    rect(1090, 350, 8, 38, '#5b3d69') + circle(1094, 350, 4, '#ffe9a8') + glow(1094, 350, 26, '#ffe9a8'),
    sea(418, ['#e98f62', '#a4566e', '#4a3a6b', '#262a55']),
    glints(800, 424, 670, '#ffe6ad', 190, 8),
    shape('M250 470H742L704 530H296Z', '#f7f1e8') +
      shape('M283 512H716L704 530H296Z', '#24365e') +
      rect(262, 486, 462, 7, '#2f6d8f'),
    rect(310, 426, 372, 46, '#fffaf2', 'rx="6"') + windows(440, 328, 670, 26),
    rect(360, 388, 250, 40, '#f2e9dc', 'rx="6"') + windows(401, 376, 600, 26),
    rect(556, 350, 74, 40, '#fffaf2', 'rx="5"') + rect(572, 360, 50, 12, '#ffd98a', 'rx="3"'),
    rect(430, 334, 44, 56, '#c8443f', 'rx="3"') + rect(430, 334, 44, 12, '#24365e', 'rx="3"'),
    line('M640 350V300M640 304L742 470M640 304L556 352', '#5a4964', 2.5),
    [
      [458, 316, 12],
      [476, 296, 17],
      [508, 278, 22],
    ]
      .map(([x = 0, y = 0, r = 0]) => circle(x, y, r, '#f4cfc0', 'opacity="0.4"'))
      .join(''),
    line('M200 536H300M726 536H850M230 550H390M620 552H900M160 568H260M770 572H850', '#ffd9b0', 4, 'opacity="0.55"'),
    rect(330, 534, 340, 30, '#f7f1e8', 'opacity="0.14"'),
    gulls(
      [
        [250, 330, 17],
        [300, 300, 12],
        [210, 286, 10],
        [930, 320, 13],
      ],
      '#3c2f57',
    ),
  );
}

export function lighthouse(): Ink {
  return picture(
    sky(['#1f3a5f', '#3f6c8f', '#8db5b3', '#f2cfa0'], 470),
    stars(60, 190, 21),
    glow(1060, 460, 360, '#ffd9a0', 0.7),
    shape('M790 176L-20 60V236Z', '#fff3c4', 'opacity="0.3"') +
      shape('M790 176L-20 108V190Z', '#fff3c4', 'opacity="0.35"'),
    shape('M790 176L1220 122V236Z', '#fff3c4', 'opacity="0.26"'),
    cloud(90, 330, 280, '#dfe6dd', 0.35),
    cloud(930, 330, 230, '#f6dcb6', 0.5),
    hills(466, 18, 6, '#5d8593'),
    sea(452, ['#5f98a0', '#2f6b80', '#173f58']),
    glints(1060, 458, 660, '#ffdca6', 120, 14),
    line('M60 500h110M260 520h150M40 560h90M350 570h70M130 610h160M500 500h80', '#bfe0dc', 4, 'opacity="0.5"'),
    shape('M560 675q16 -70 62 -96q20 -54 84 -62q36 -30 96 -22q70 -10 108 34q60 8 84 56q48 26 66 90Z', '#2c3a47') +
      shape('M640 675q10 -60 66 -84q26 -44 92 -44q-30 40 -20 62q-50 20 -46 66Z', '#3d4e5b') +
      shape('M960 675q-4 -48 -56 -76q10 -32 -20 -60q54 6 78 52q40 30 54 84Z', '#222e3a'),
    shape('M754 512L768 214H812L826 512Z', '#f6efe2') +
      shape('M762 340L766 268H814L818 340Z', '#c5443c') +
      shape('M757 452L760 392H820L823 452Z', '#c5443c') +
      shape('M800 214H812L826 512H806Z', '#000', 'opacity="0.1"'),
    rect(756, 204, 68, 12, '#26323d', 'rx="3"') +
      rect(770, 158, 40, 46, '#fff1bd') +
      rect(788, 158, 4, 46, '#26323d') +
      shape('M762 160h56l-28 -34Z', '#c5443c') +
      rect(788, 112, 4, 16, '#26323d'),
    glow(790, 178, 130, '#fff3c4', 0.95),
    rect(782, 470, 16, 34, '#26323d', 'rx="8"') +
      rect(783, 300, 14, 18, '#ffd98a', 'rx="6"') +
      rect(783, 358, 14, 18, '#ffd98a', 'rx="6"'),
    rect(850, 470, 74, 48, '#e9dfcc') +
      shape('M842 472h90l-20 -30h-50Z', '#a63b38') +
      rect(866, 484, 16, 16, '#ffd98a') +
      rect(894, 484, 16, 16, '#ffd98a'),
    gulls(
      [
        [600, 300, 18],
        [650, 268, 13],
        [940, 268, 15],
        [520, 352, 11],
        [1000, 310, 10],
      ],
      '#f4f6f2',
    ),
    line('M560 660q30 -22 60 -2M1010 652q40 -22 80 4M650 664q30 -16 60 0', '#e4f1ee', 5, 'opacity="0.75"'),
  );
}
