/** The package to change, `MUTATE` in the environment, as in vitest.mutate.config.ts. */
const name = process.env.MUTATE ?? 'codec';

export default {
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutate.config.ts' },
  mutate: [`packages/${name}/src/**/*.ts`, '!packages/*/src/**/*.{test,fixture}.ts', '!packages/*/src/index.ts'],
  inPlace: true,
  disableTypeChecks: false,
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
};
