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

/** Whether a class that `hoplite` hands on is the one of the package that it comes from: an error of a transport is known
 * by `instanceof` wherever it was imported. @param {string} folder @param {readonly Packed[]} all */
export function sharesWhatItExports(folder, all) {
  const names = all.map(({ name }) => name).filter((name) => name !== 'hoplite');
  const script = `import assert from 'node:assert';
    import * as front from 'hoplite';
    let shared = 0;
    for (const name of ${JSON.stringify(names)}) {
      for (const [key, value] of Object.entries(await import(name))) {
        if (key in front) assert.equal(front[key], value, \`\${key} of \${name}\`);
        if (key in front) shared += 1;
      }
    }
    assert(shared > 0);`;
  return succeeds('node', ['--input-type=module', '--eval', script], folder);
}

/** Whether Node, asked to use source maps, says of an error in which line of our TypeScript it was thrown.
 * @param {string} folder */
export function leadsToItsSources(folder) {
  const script = `import assert from 'node:assert';
    import { formatAddress } from '@hoplite/codec';
    assert.throws(() => formatAddress(new Uint8Array(5)), ({ stack }) => /codec.src.address\\.ts:\\d+/.test(stack));`;
  return succeeds('node', ['--enable-source-maps', '--input-type=module', '--eval', script], folder);
}

/** Whether the command says how to install what its raw transport needs, which does not come with it.
 * @param {string} folder @param {NodeJS.ProcessEnv} env */
export function tellsHowToGetRaw(folder, env) {
  const script = 'npx hoplite --transport raw -n 127.0.0.1 2>&1 | grep -q "npm install raw-socket@"';
  return succeeds('sh', ['-c', script], folder, env);
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
