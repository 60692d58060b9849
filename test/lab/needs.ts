import { spawnSync } from 'node:child_process';

/** Before the lab: ends it, saying what is wanting, where it cannot run. It is never skipped. */
export default function refuseWhereItCannotRun(): void {
  const wanting = [...COMMANDS.filter((command) => !isThere(command)), ...wantingRights()];
  if (wanting.length > 0) throw new Error(`the lab cannot run here, for want of: ${wanting.join(', ')}`);
}

/** What `.ci/run` installs. */
const COMMANDS = [
  ...['ip', 'ss', 'sysctl', 'nft', 'ethtool', 'ping', 'jq', 'setpriv', 'mount', 'script'],
  ...['tcpdump', 'traceroute', 'mtr', 'scamper'],
];

function isThere(command: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$0"', command]).status === 0;
}

function wantingRights(): readonly string[] {
  if (process.getuid?.() !== 0) return ['root'];
  const tried = spawnSync('unshare', ['--net', '--mount', 'true'], { encoding: 'utf8' });
  return tried.status === 0 ? [] : [`network namespaces (${tried.stderr.trim()})`];
}
