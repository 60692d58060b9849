import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './code-blocks.js';

/** A folder like a clone that was built, in which lines are run as a reader would paste them. */
export interface Shell extends Disposable {
  readonly folder: string;
  /** By bash. Rejects where the line fails, with what it said. */
  run(line: string): Promise<string>;
}

/** `npx hoplite` in it is the command, bundled from the sources; nothing else of npx is there. */
export async function openShell(): Promise<Shell> {
  const scratch = mkdtempSync(join(tmpdir(), 'hoplite-documents-'));
  const [folder, programs, command] = ['clone', 'bin', 'hoplite'].map((name) => join(scratch, name)) as Folders;
  for (const each of [folder, programs, command]) mkdirSync(each);
  await bundle(command);
  writeFileSync(join(programs, 'npx'), NPX.replace('CLI', join(command, 'dist', 'cli.js')), { mode: 0o755 });
  for (const each of ['samples', 'examples']) symlinkSync(join(root, each), join(folder, each));
  const env = { ...process.env, PATH: `${programs}:${process.env.PATH}`, NO_COLOR: '1' };
  return {
    folder,
    run: (line) =>
      new Promise((resolve, reject) => {
        execFile('bash', ['-e', '-c', line], { cwd: folder, env }, (error, stdout, stderr) => {
          if (error === null) resolve(stdout);
          else reject(new Error(`${line}\n${stdout}${stderr}`, { cause: error }));
        }).stdin?.end();
      }),
    [Symbol.dispose]: () => rmSync(scratch, { recursive: true }),
  };
}

type Folders = [folder: string, programs: string, command: string];

const NPX = `#!/bin/sh
[ "$1" = hoplite ] || { echo "npx $1: not here" >&2; exit 127; }
shift
exec node CLI "$@"
`;

/** The package as it is laid out when it is built, with the packages of other makers beside it. */
async function bundle(folder: string): Promise<void> {
  const source = join(root, 'packages', 'hoplite');
  await build({
    configFile: false,
    root: source,
    logLevel: 'error',
    ssr: { noExternal: true, resolve: { conditions: ['hoplite-source'] } },
    build: {
      ssr: join(source, 'src', 'cli.ts'),
      outDir: join(folder, 'dist'),
      target: 'node20',
      minify: false,
      rolldownOptions: { external: /^(?!@hoplite\/|@oxc-project\/)[\w@]/ },
    },
  });
  cpSync(join(source, 'package.json'), join(folder, 'package.json'));
  mkdirSync(join(folder, 'node_modules'));
  for (const each of readdirSync(join(root, 'packages'))) {
    const modules = join(root, 'packages', each, 'node_modules');
    if (!existsSync(modules)) continue;
    for (const name of readdirSync(modules)) {
      const link = join(folder, 'node_modules', name);
      if (!name.startsWith('.') && !name.startsWith('@') && !existsSync(link)) symlinkSync(join(modules, name), link);
    }
  }
}
