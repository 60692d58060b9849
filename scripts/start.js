// Reads the sample capture with the command just built, and says what it ran.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = ['packages/hoplite/dist/cli.js', 'read', 'samples/traceroute.pcapng'];

process.stdout.write(`$ node ${args.join(' ')}\n\n`);
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
