import { defineConfig } from 'vitest/config';
import config from './vitest.config.js';

/** The lab: live traces over networks of kernel routers, as root on Linux. */
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/lab/*.lab.ts'],
    globalSetup: 'test/lab/needs.ts',
    // All networks at once: who traces mostly waits.
    maxWorkers: 7,
    // Longer than anything takes on a machine with ten times as much to do.
    testTimeout: 300_000,
    // A network is built and asked everything before its first test.
    hookTimeout: 600_000,
  },
});
