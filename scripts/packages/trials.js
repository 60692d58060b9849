import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { entriesOf } from './pack.js';
import { succeeds } from './run.js';

/** @typedef {import('./pack.js').Packed} Packed */

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Whether every entry can be imported and required, and both ways is the same. @param {string} folder @param {Packed} packed */
export function loads(folder, packed) {
  const trial = entriesOf(packed).map(
    (entry) => `{
      const required = require('${entry}');
      const imported = await import('${entry}');
      assert(Object.keys(imported).length > 0);
      for (const name of Object.keys(imported)) assert.equal(required[name], imported[name]);
    }`,
  );
  const script = `const assert = require('node:assert');\n(async () => {\n${trial.join('\n')}\n})();\n`;
  writeFileSync(join(folder, 'loads.cjs'), script);
  return succeeds(process.execPath, ['loads.cjs'], folder);
}

/** Whether the types of every entry are found and right, for modules of Node of both kinds and for a bundler; those of the
 * packages' own declarations too, which `skipLibCheck` would leave out.
 * @param {string} folder @param {readonly Packed[]} all */
export function areTyped(folder, all) {
  const entries = all.flatMap(entriesOf);
  const imports = entries.map((entry, index) => `export * as e${index} from '${entry}';\n`).join('');
  const requires = entries.map((entry, index) => `import e${index} = require('${entry}');\nexport { e${index} };\n`);
  writeFileSync(join(folder, 'imports.mts'), imports);
  writeFileSync(join(folder, 'requires.cts'), requires.join(''));
  writeFileSync(join(folder, 'bundled.ts'), imports);
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types')];
  return [
    ['--module', 'nodenext', 'imports.mts', 'requires.cts'],
    ['--module', 'esnext', '--moduleResolution', 'bundler', 'bundled.ts'],
  ].every((how) => succeeds('tsc', ['--noEmit', '--strict', '--target', 'es2023', ...types, ...how], folder));
}

/** Whether the example of its README runs, and its commands, by the Node that is first in the path.
 * @param {string} folder @param {Packed} packed @param {NodeJS.ProcessEnv} env */
export function doesAsItsReadmeSays(folder, { name }, env) {
  const readme = readFileSync(join(folder, 'node_modules', name, 'README.md'), 'utf8');
  const commands = blocks(readme, 'sh').flatMap((block) => block.split('\n').filter((line) => line.startsWith('npx ')));
  writeFileSync(join(folder, 'example.mjs'), blocks(readme, 'ts').join(''));
  return (
    succeeds('node', ['example.mjs'], folder, env) &&
    commands.every((command) => succeeds('sh', ['-c', command], folder, env))
  );
}

/** @param {string} readme @param {string} language */
function blocks(readme, language) {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, body = '']) => body);
}
