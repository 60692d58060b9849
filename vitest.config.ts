import { defineConfig } from 'vitest/config';

/** Where `.ci/run` wants the tests counted, besides the report on the terminal. */
const countedIn = process.env.HOPLITE_TEST_REPORT;

export default defineConfig({
  resolve: { conditions: ['hoplite-source'] },
  ssr: { resolve: { conditions: ['hoplite-source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: countedIn === undefined ? ['default'] : ['default', ['json', { outputFile: countedIn }]],
  },
});
