import { chance, circle, cloud, glints, glow, type Ink, line, picture, rect, sea, shape, sky } from './drawing.ts';

export function asterQuay(): Ink {
  const next = chance(11);
  const colours = ['#9a6a5b', '#6c7f80', '#b08d57', '#7d5a63', '#5f7a6d', '#a3785f', '#6a7391', '#94806b'];
  const houses = colours.map((colour, place) => {
    const [x, wide] = [place * 152 - 12, 152];
    const tall = 236 + Math.round(next() * 84);
    const y = 470 - tall;
    const gable =
      place % 3 === 1
        ? `M${x} ${y}h20v-24h22v-24h68v24h22v24h20v${tall}h-${wide}Z`
        : `M${x} ${y}L${x + wide / 2} ${y - 66}L${x + wide} ${y}V470H${x}Z`;
    const windows = [0, 1, 2].flatMap((row) =>
      [0, 1, 2].map((column) => {
        const lit = next() > 0.72;
        return rect(
          x + 22 + column * 40,
          y + 26 + row * 64,
          26,
          38,
          lit ? '#ffd27d' : '#2f3d49',
          `rx="2" opacity="${lit ? 1 : 0.75}"`,
        );
      }),
    );
    const door = rect(x + 58, 412, 36, 70, '#2b2530', 'rx="3"') + rect(x + 58, 400, 36, 9, '#e8d8b8', 'opacity="0.5"');
    return (
      shape(gable, colour) +
      rect(x + wide - 10, y, 10, tall, '#000', 'opacity="0.1"') +
      windows.slice(0, 6).join('') +
      door +
      [22, 102].map((dx) => rect(x + dx, 404, 26, 44, '#2f3d49', 'rx="2" opacity="0.75"')).join('')
    );
  });
  const rain = Array.from({ length: 150 }, () => {
    const [x, y, long] = [next() * 1240, next() * 640, 14 + next() * 22];
    return `M${x.toFixed(0)} ${y.toFixed(0)}l${(-long * 0.32).toFixed(1)} ${long.toFixed(1)}`;
  });
  const waves = Array.from({ length: 46 }, () => {
    const y = 476 + next() ** 0.8 * 190;
    const long = 40 + next() * 130 * ((y - 440) / 200);
    return `M${(next() * 1180).toFixed(0)} ${y.toFixed(0)}q${(long / 4).toFixed(0)} -7 ${(long / 2).toFixed(0)} 0t${(long / 2).toFixed(0)} 0`;
  });
  const lamp = (x: number) =>
    glow(x, 338, 90, '#ffd27d', 0.75) +
    rect(x - 3, 346, 6, 160, '#1d252d') +
    rect(x - 10, 330, 20, 20, '#ffe3a6', 'rx="4"') +
    shape(`M${x - 14} 331h28l-6 -10h-16Z`, '#1d252d');
  return picture(
    sky(['#3d4f5f', '#5d7280', '#8e9a97', '#b5ad98'], 480),
    ...[
      [-60, 130, 520],
      [330, 96, 460],
      [700, 150, 560],
      [180, 210, 420],
      [960, 226, 380],
    ].map(([x = 0, y = 0, wide = 0], at) => cloud(x, y, wide, at % 2 ? '#2f3e4c' : '#38495a', 0.62)),
    ...houses,
    sea(452, ['#7a5f44', '#6a4f38', '#3f3229']),
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((place) =>
      rect(place * 152 - 4, 454, 136, 120, colours[place] ?? '', 'opacity="0.16"'),
    ),
    line(waves.join(''), '#c7a982', 3, 'opacity="0.5"'),
    lamp(296),
    lamp(904),
    glints(296, 508, 640, '#ffd27d', 40, 3),
    glints(904, 508, 640, '#ffd27d', 40, 6),
    shape('M560 560h150l-18 30h-112Z', '#8b2f2f') +
      rect(566, 554, 138, 7, '#e6d3b3', 'rx="3"') +
      circle(612, 536, 11, '#1d252d') +
      shape('M596 560q2 -24 16 -24t18 24Z', '#e0a030') +
      circle(656, 540, 10, '#1d252d') +
      shape('M642 560q2 -20 14 -20t16 20Z', '#3b6f8f') +
      line('M612 545L560 606', '#1d252d', 4),
    line(rain.join(''), '#dfe7ea', 1.6, 'opacity="0.4"'),
  );
}
