import { parseArgs } from 'node:util';
import { chaos, DRIVEN } from './chaos.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now()) },
    articles: { type: 'string', default: '120' },
    seconds: { type: 'string', default: '90' },
    platform: { type: 'string', multiple: true, default: [...DRIVEN] },
  },
});
const platforms = DRIVEN.filter((platform) => values.platform.includes(platform));
const options = {
  platforms,
  seed: values.seed,
  articles: Number(values.articles),
  forMs: Number(values.seconds) * 1000,
};
const after = await chaos({ ...options, say: (line) => console.error(line) });
console.log(JSON.stringify(after, null, 2));
console.log(`replay: npm run chaos -- --seed ${values.seed} --articles ${values.articles} --seconds ${values.seconds}`);
const failed = [...Object.values(after.platforms), after.feeds].some(
  ({ lost, doubled, stuck }) => lost.length + doubled.length + stuck.length > 0,
);
process.exitCode = failed || after.feeds.torn.length > 0 ? 1 : 0;
