import { parseArgs } from 'node:util';
import { type Aftermath, type ChaosOptions, chaos, DRIVEN, failuresOf, SPEED } from './chaos.ts';
import { KINDS } from './rates.ts';
import { commandOf, shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now()) },
    articles: { type: 'string', default: '300' },
    minutes: { type: 'string' },
    seconds: { type: 'string', default: '90' },
    platform: { type: 'string', multiple: true, default: [...DRIVEN] },
    without: { type: 'string', multiple: true, default: [] },
    speed: { type: 'string', default: String(SPEED) },
    runs: { type: 'string', default: '1' },
    shrink: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const say = (line: string) => console.error(line);
const options: Omit<ChaosOptions, 'seed'> = {
  platforms: DRIVEN.filter((platform) => values.platform.includes(platform)),
  without: KINDS.filter((kind) => values.without.includes(kind)),
  articles: Number(values.articles),
  forMs: values.minutes === undefined ? Number(values.seconds) * 1000 : Number(values.minutes) * 60_000,
  speed: Number(values.speed),
  say,
};
const runs = Number(values.runs);
const killedAtAll: Record<string, number> = {};
for (let nth = 1; nth <= runs; nth += 1) {
  const one = { ...options, seed: runs === 1 ? values.seed : `${values.seed}-${nth}` };
  const after = await chaos(one);
  const failures = failuresOf(after);
  for (const [step, times] of Object.entries(after.crew.killedAt)) killedAtAll[step] = (killedAtAll[step] ?? 0) + times;
  if (values.json) console.log(JSON.stringify(after, null, 2));
  console.log(`${failures.length === 0 ? 'well' : 'FAILED'} ${summaryOf(one.seed, after)}`);
  if (failures.length === 0) continue;
  process.exitCode = 1;
  for (const line of [...failures, ...after.traces]) console.log(`  ${line}`);
  console.log(`replay: ${commandOf(one)}`);
  console.log(
    '  (the seed decides what is done and when, not how the machine schedules it: it may take more than one try)',
  );
  if (values.shrink) console.log(`smallest that failed too: ${commandOf(await shrink(one, failsToo))}`);
}
if (runs > 1) console.log(`killed in all ${runs} runs at ${JSON.stringify(killedAtAll)}`);

async function failsToo(smaller: ChaosOptions): Promise<boolean> {
  say(`shrinking: ${commandOf(smaller)}`);
  return failuresOf(await chaos(smaller)).length > 0;
}

function summaryOf(seed: string, { articles, crew, platforms }: Aftermath): string {
  const { passes, workers, killed, killedAt, exits } = crew;
  const never = Object.keys(killedAt).filter((step) => killedAt[step] === 0);
  const sides = Object.entries(platforms).map(
    ([name, { requests, inStorm, faults, deleted, alsoByHand, calledWhileLimited, calledUnknowing }]) =>
      `${name} ${requests} requests, ${inStorm} of them in the storm, ${faults} faults, ${deleted} deleted, ${alsoByHand.length} also by hand, ${calledWhileLimited.length} while limited, ${calledUnknowing} more unknowing`,
  );
  const kills = `killed at ${JSON.stringify(killedAt)}${never.length > 0 ? `, never at ${never.join(', ')}` : ''}`;
  return [
    `${seed}: ${articles} articles, ${passes} passes and ${workers} workers, ${killed} killed`,
    kills,
    `exits ${JSON.stringify(exits)}`,
    ...sides,
  ].join('; ');
}
