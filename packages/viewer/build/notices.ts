import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The licences of Hoplite and of whoever else wrote one of these modules, which ask to go with every copy. Throws where a
 * package has none.
 */
export function noticesFor(modules: readonly string[]): string {
  const others = [...new Set(modules.flatMap((path) => PACKAGE.exec(path)?.[0] ?? []))].sort();
  return [notice('Hoplite', fileURLToPath(new URL('../../..', import.meta.url))), ...others.map(noticeIn)].join('\n\n');
}

/** Up to the folder of the package; none of our own, which lie under `packages`. */
const PACKAGE = /^.*\/node_modules\/(@[^/]+\/)?[^/]+(?=\/)/;

function noticeIn(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return notice(`${name} ${version}, ${license}`, folder);
}

function notice(title: string, folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(\.\w+)?$/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no licence`);
  return `${title}\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
}
