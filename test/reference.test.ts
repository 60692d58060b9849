import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, Logger, LogLevel } from 'typedoc';
import { expect, test } from 'vitest';

const settings = JSON.parse(readFileSync(fileURLToPath(new URL('../typedoc.json', import.meta.url)), 'utf8'));

class Complaints extends Logger {
  readonly told: string[] = [];
  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.told.push(message);
  }
}

const DOCUMENTED = `
/** All of it. @module */
/** One. */
export interface One {
  /** Of it. */
  readonly member: number;
}
/** Two. */
export type Two =
  | {
      /** An arm. */
      readonly left: number;
    }
  | {
      /** Another. */
      readonly right: number;
    };
/** Three. */
export class Three {
  /** Anew. */
  constructor(at: One) {}
  /** Goes. */
  go(): void {}
  /** For us alone. @internal */
  hidden(): void {}
}
/** Four. */
export function four(one: One): Two {
  return { left: one.member };
}
/** Five. */
export const five = 5;
`;

const told = await complaints({
  documented: DOCUMENTED,
  bare: DOCUMENTED.replace(/\/\*\* (?!For us).*\*\//g, ''),
  secretive: DOCUMENTED.replace('export interface One', 'interface One'),
});

test('the reference takes what is documented to its last member', () => {
  expect(settings.treatWarningsAsErrors).toBe(true);
  expect(told.filter((complaint) => complaint.includes('documented.ts'))).toEqual([]);
});

test('the reference fails on every docstring that is missing: of an entry, a name, a member, an arm of a union', () => {
  const missing = told.flatMap((complaint) => /^(bare\S*) \(\w+\), .* does not have any/.exec(complaint)?.[1] ?? []);
  const two = ['bare.Two', 'bare.Two.__type.left', 'bare.Two.__type.right'];
  const three = ['bare.Three', 'bare.Three.constructor', 'bare.Three.go'];
  expect(missing.sort()).toEqual(
    ['bare', 'bare.One', 'bare.One.member', ...two, ...three, 'bare.four', 'bare.five'].sort(),
  );
});

test('the reference fails on a type that a signature names and nobody can import', () => {
  expect(told).toContainEqual(expect.stringMatching(/^One, defined in .*secretive.ts, is referenced by /));
});

/** What the check `reference` has against these files, with the settings of the true packages. */
async function complaints(sources: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hoplite-reference-'));
  const entryPoints = Object.keys(sources).map((name) => join(folder, `${name}.ts`));
  const tsconfig = join(folder, 'tsconfig.json');
  try {
    for (const [name, source] of Object.entries(sources)) writeFileSync(join(folder, `${name}.ts`), source);
    writeFileSync(join(folder, 'package.json'), '{ "name": "three" }');
    writeFileSync(tsconfig, '{ "compilerOptions": { "lib": ["ES2022"], "types": [], "skipLibCheck": true } }');
    const app = await Application.bootstrap({ ...settings.packageOptions, entryPoints, tsconfig }, []);
    const logger = new Complaints();
    app.logger = logger;
    const project = await app.convert();
    if (project !== undefined) app.validate(project);
    return logger.told;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
