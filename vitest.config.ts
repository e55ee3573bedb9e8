import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/chromium-setup.ts'],
    testTimeout: 30_000,
    // Two cores: processes of the end-to-end tests share them with the workers.
    maxWorkers: 2,
  },
});
