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
const bundle = await rolldown({ input: `${root}src/main.ts`, platform: 'node', external: ['fb'] });
await bundle.write({ dir: `${root}dist`, format: 'esm', minify: false, sourcemap: false });
await bundle.close();
