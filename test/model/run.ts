import { parseArgs } from 'node:util';
import { walk } from './walk.ts';

const { values } = parseArgs({
  options: {
    platform: { type: 'string', default: 'twitter' },
    review: { type: 'string', default: 'none' },
    mishaps: { type: 'string', default: '3' },
    acts: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    correction: { type: 'boolean', default: false },
  },
});
const startedAt = performance.now();
const found = walk({
  platform: values.platform === 'google-news' ? 'google-news' : 'twitter',
  review: values.review === 'required' ? 'required' : 'none',
  mishaps: Number(values.mishaps),
  acts: Number(values.acts),
  workers: Number(values.workers),
  withCorrection: values.correction,
});
const { counterexample, ...counts } = found;
console.log(JSON.stringify({ ...counts, seconds: Math.round((performance.now() - startedAt) / 1000) }));
if (counterexample) {
  console.log([counterexample.wrong, ...counterexample.path.map((line, n) => `${n + 1}. ${line}`)].join('\n'));
}
process.exitCode = counterexample ? 1 : 0;
