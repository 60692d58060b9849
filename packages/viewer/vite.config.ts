import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions, defineConfig, type Rollup, type UserConfig } from 'vite';
import { inOneFile } from './build/in-one-file.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Siblings are bundled from their sources, so nothing needs building first. */
const common: UserConfig = {
  root: at('.'),
  resolve: { conditions: ['hoplite-source', ...defaultClientConditions] },
};

/** The page is one file: its worker and its sample are texts within its script. */
export default defineConfig(async () => {
  const { code, moduleIds } = await reader();
  return {
    ...common,
    define: {
      READER_CODE: JSON.stringify(code),
      SAMPLE: JSON.stringify(readFileSync(at('../../samples/traceroute.pcapng'), 'base64')),
    },
    plugins: [inOneFile(moduleIds)],
    build: { emptyOutDir: false, modulePreload: { polyfill: false }, assetsInlineLimit: 0, target: 'es2023' },
  };
});

async function reader(): Promise<Pick<Rollup.OutputChunk, 'code' | 'moduleIds'>> {
  const built = await build({
    ...common,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2023',
      rolldownOptions: { input: at('src/reading/worker.ts'), output: { format: 'iife' } },
    },
  });
  const output = Array.isArray(built) ? built[0] : built;
  if (output === undefined || !('output' in output)) throw new Error('the worker was not built');
  return output.output[0];
}
