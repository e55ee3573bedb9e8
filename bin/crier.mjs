// Must parse on old Nodes, so that a wrong one is named and not stumbled over.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const NEEDED_NODE_MAJOR = 26;
if (Number(process.versions.node.split('.')[0]) < NEEDED_NODE_MAJOR) {
  console.error(
    `crier: needs Node ${NEEDED_NODE_MAJOR} or newer, this is ${process.versions.node}: run "npm ci", then bin/crier`,
  );
  process.exit(78);
}
const bundle = new URL('../dist/main.js', import.meta.url);
if (!existsSync(fileURLToPath(bundle))) {
  console.error('crier: it is not built yet: run "npm ci" or "npm run build"');
  process.exit(78);
}
// Set by a person to watch Node's own network code, they would print secrets.
delete process.env.DEBUG;
delete process.env.NODE_DEBUG;
module.enableCompileCache?.();
await import(bundle.href);
