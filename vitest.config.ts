import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['hoplite-source'] },
  ssr: { resolve: { conditions: ['hoplite-source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
  },
});
