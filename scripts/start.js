// Reads the sample capture with the command just built, then traces over the sample network, and says what it runs.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

process.exitCode =
  hoplite('read', 'samples/traceroute.pcapng') ||
  hoplite('trace', '--transport', 'sim:samples/internet.json', 'www.content.example');

/** The exit status of the command. @param {readonly string[]} args */
function hoplite(...args) {
  const line = ['packages/hoplite/dist/cli.js', ...args];
  process.stdout.write(`$ node ${line.join(' ')}\n\n`);
  const { status } = spawnSync(process.execPath, line, { cwd: root, stdio: 'inherit' });
  process.stdout.write('\n');
  return status ?? 1;
}
