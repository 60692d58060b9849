import { mergeConfig } from 'vitest/config';
import config from './vitest.config.js';

/** The package that Stryker changes, as in stryker.config.js. */
const name = process.env.MUTATE ?? 'codec';

/** The tests beside the code that they judge, in one process: loading them anew for each would be most of the time. */
export default mergeConfig(config, {
  test: {
    isolate: false,
    setupFiles: ['test/support/mutation.ts'],
    exclude: ['test/**', `packages/!(${name})/**`, '**/node_modules/**'],
  },
});
