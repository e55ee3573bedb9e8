import { parseArgs } from 'node:util';
import { chaos } from './chaos.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now()) },
    articles: { type: 'string', default: '120' },
    seconds: { type: 'string', default: '90' },
  },
});
const options = { seed: values.seed, articles: Number(values.articles), forMs: Number(values.seconds) * 1000 };
const count = await chaos({ ...options, say: (line) => console.error(line) });
console.log(JSON.stringify(count, null, 2));
console.log(`replay: npm run chaos -- --seed ${values.seed} --articles ${values.articles} --seconds ${values.seconds}`);
const failed = count.lost.length + count.doubled.length + count.stuck.length;
process.exitCode = failed > 0 ? 1 : 0;
