import { defineConfig } from 'vitest/config';

/** Where `.ci/run` wants the tests counted, besides the report on the terminal. */
const countedIn = process.env.HOPLITE_TEST_REPORT;

export default defineConfig({
  resolve: { conditions: ['hoplite-source'] },
  ssr: { resolve: { conditions: ['hoplite-source'] } },
  test: {
    // No test asserts a time: on a busy machine what compiles or bundles takes longer than the usual 5 s of a test and 10 of a
    // hook. These are for what hangs.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'examples/*.test.ts'],
    reporters: countedIn === undefined ? ['default'] : ['default', ['json', { outputFile: countedIn }]],
  },
});
