// Bundles src/main.ts into dist/. Plain JavaScript that old Nodes can parse, so that it can say what is missing.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NEEDED_NODE_MAJOR = 26;
if (Number(process.versions.node.split('.')[0]) < NEEDED_NODE_MAJOR) {
  console.error(
    `crier: needs Node ${NEEDED_NODE_MAJOR} or newer, this is ${process.versions.node}. ` +
      'Run "npm ci" without --omit=optional: it brings the right one for Linux (glibc), macOS and Windows.',
  );
  process.exit(78);
}

const { rolldown } = await import('rolldown');
const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
const bundle = await rolldown({
  input: `${root}src/main.ts`,
  platform: 'node',
  // Its code is native, for this very machine, and loaded only where an image is too large.
  external: ['sharp'],
  // twitter-text asks for the package; Node would give it its own deprecated module of that name, with a warning.
  resolve: { alias: { punycode: `${root}node_modules/punycode/punycode.js` } },
});
const output = {
  dir: `${root}dist`,
  // CommonJS: an ES module that imports a module of Node's own has it load every lazy part, streams for one.
  format: 'cjs',
  minify: { compress: true, mangle: false, codegen: true },
};
// For one call of cron: what it does not need is not even read.
await bundle.write({ ...output, entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' });
// For a process that runs for weeks: all in one file, read at its start, since an upgrade takes the parts away under it.
await bundle.write({ ...output, entryFileNames: 'serve.cjs', codeSplitting: false });
await bundle.close();
