import { parseArgs } from 'node:util';
import { tell, walk } from './walk.ts';

// How large a world is walked through; each mishap or act more takes about ten times as long.
const { values } = parseArgs({
  options: {
    platform: { type: 'string', default: 'twitter' },
    review: { type: 'string', default: 'none' },
    mishaps: { type: 'string', default: '1' },
    acts: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    correction: { type: 'boolean', default: false },
  },
});
const startedAt = performance.now();
const walked = walk({
  platform: values.platform === 'google-news' ? 'google-news' : 'twitter',
  review: values.review === 'required' ? 'required' : 'none',
  mishaps: Number(values.mishaps),
  acts: Number(values.acts),
  workers: Number(values.workers),
  withCorrection: values.correction,
});
const { counterexample, ...counts } = walked;
console.log(JSON.stringify({ ...counts, seconds: Math.round((performance.now() - startedAt) / 1000) }));
console.log(tell(walked));
process.exitCode = counterexample ? 1 : 0;
