import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Network } from './network.js';

/** Who runs a command: `nobody` has no capability at all. */
export type User = 'root' | 'nobody';

/** What a command printed, and its exit status; null where a signal ended it. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Runs a command in a node to its end, until it printed enough, or for as many seconds as no command should take. */
export async function runIn(
  network: Network,
  node: string,
  command: readonly string[],
  user: User = 'root',
  isEnough: (stdout: string) => boolean = () => false,
): Promise<Ran> {
  const child = startIn(network, node, command, user);
  const closed = once(child, 'close');
  const watchdog = setTimeout(() => child.kill('SIGKILL'), MOST_SECONDS * 1000);
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk;
    if (isEnough(stdout)) child.kill();
  });
  const [stderr] = await Promise.all([printed(child.stderr), closed]);
  clearTimeout(watchdog);
  return { stdout, stderr, status: child.exitCode };
}

/** Starts a command in a node; the process is the command's own. */
export function startIn(network: Network, node: string, command: readonly string[], user: User = 'root'): ChildProcess {
  const inside = ['sh', '-c', BIND, ROOT, ...(user === 'nobody' ? AS_NOBODY : []), ...command];
  return spawn('ip', ['netns', 'exec', network.namespace(node), ...inside], { stdio: ['ignore', 'pipe', 'pipe'] });
}

const MOST_SECONDS = 200;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const AS_NOBODY =
  'setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs'.split(' ');

/** Where a command finds the workspace, its working directory. */
const WORKSPACE = '/mnt';

/**
 * The workspace may lie where nobody may look, in root's home. `ip netns exec` gives the command a view of the mounts of
 * its own, in which the workspace is bound to a place that everybody can enter.
 */
const BIND = `mount --bind "$0" ${WORKSPACE} && cd ${WORKSPACE} && exec "$@"`;

async function printed(stream: ChildProcess['stdout']): Promise<string> {
  return stream === null ? '' : text(stream);
}
