// Reads the sample capture with the command just built, traces over the sample network, then live to the loopback address,
// and says what it runs.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The command's exit status where this machine lets it send no probes. */
const NOT_PERMITTED = 3;

process.exitCode =
  hoplite('read', 'samples/traceroute.pcapng') ||
  hoplite('trace', '--transport', 'sim:samples/internet.json', 'www.content.example') ||
  live();

/** What it needs may be missing here: then it says so, and the start was none the worse. */
function live() {
  const status = hoplite('trace', '-n', '127.0.0.1');
  return status === NOT_PERMITTED ? 0 : status;
}

/** The exit status of the command. @param {readonly string[]} args */
function hoplite(...args) {
  const line = ['packages/hoplite/dist/cli.js', ...args];
  process.stdout.write(`$ node ${line.join(' ')}\n\n`);
  const { status } = spawnSync(process.execPath, line, { cwd: root, stdio: 'inherit' });
  process.stdout.write('\n');
  return status ?? 1;
}
