// CommonJS, so that an old Node can say what it lacks, and a new one starts without the parts an idle pass does not need.
const { existsSync } = require('node:fs');
const module_ = require('node:module');
const { join } = require('node:path');

const NEEDED_NODE_MAJOR = 26;
// What runs for weeks is one file, read whole at its start: an upgrade replaces dist/ under it.
const bundle = join(__dirname, '..', 'dist', ['serve', 'demo'].includes(process.argv[2]) ? 'serve.cjs' : 'main.cjs');
if (Number(process.versions.node.split('.')[0]) < NEEDED_NODE_MAJOR) {
  fail(`needs Node ${NEEDED_NODE_MAJOR} or newer, this is ${process.versions.node}: run "npm ci", then bin/crier`);
}
if (!existsSync(bundle)) fail('it is not built yet: run "npm ci" or "npm run build"');
module_.enableCompileCache();
require(bundle);

function fail(why) {
  console.error(`crier: ${why}`);
  process.exit(78);
}
