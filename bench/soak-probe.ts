// Reports once a second, on the descriptor that CRIER_SOAK_PROBE names, what the process holds: for bench/soak.ts.
import { writeSync } from 'node:fs';

const report = Number(process.env.CRIER_SOAK_PROBE);
setInterval(() => {
  const { rss, heapUsed, external } = process.memoryUsage();
  const resources = Object.fromEntries(
    Map.groupBy(process.getActiveResourcesInfo(), (name) => name)
      .entries()
      .map(([name, all]) => [name, all.length]),
  );
  writeSync(report, `${JSON.stringify({ rss, heapUsed, external, resources })}\n`);
}, 1000).unref();
