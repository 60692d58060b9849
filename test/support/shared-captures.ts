import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The folder of captures made by others, which is kept beside the repository and never in it; null, said loudly, where
 * it is missing. Use: `describe.skipIf(captures === null)(...)`.
 */
export function sharedCaptures(): string | null {
  const path = fileURLToPath(new URL('../../../shared/captures', import.meta.url));
  if (existsSync(path)) return path;
  console.warn(`SKIPPED: the tests over captures made by others, for want of ${path}`);
  return null;
}
