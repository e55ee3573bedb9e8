import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/chromium-setup.ts'],
    testTimeout: 30_000,
    // A machine that is busy elsewhere is late, not wrong.
    expect: { poll: { timeout: 10_000 } },
    // Two cores: processes of the end-to-end tests share them with the workers.
    maxWorkers: 2,
  },
});
