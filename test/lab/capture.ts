import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Network } from './network.js';
import { startIn } from './process.js';

/** A capture that runs. */
export interface Capture {
  readonly file: string;
  /** Ends it; resolves when all packets are in the file. Rejects where tcpdump lost some. */
  stop(): Promise<void>;
}

/** Captures with nanoseconds at an interface of a node; resolves when it does. */
export async function startCapture(network: Network, node: string, device: string, file: string): Promise<Capture> {
  const tcpdump = startIn(network, node, [...TCPDUMP, '-i', device, '-w', file]);
  const ended = once(tcpdump, 'close');
  const said: string[] = [];
  const listening = new Promise<void>((resolve, reject) => {
    if (tcpdump.stderr === null) throw new Error('tcpdump has no stderr');
    createInterface(tcpdump.stderr).on('line', (line) => {
      said.push(line);
      if (line.includes('listening on')) resolve();
    });
    void ended.then(() => reject(new Error(`tcpdump: ${said.join(' ')}`)));
  });
  await listening;
  return {
    file,
    async stop() {
      tcpdump.kill('SIGINT');
      await ended;
      const lost = said.filter((line) => /^[1-9]\d* packets? dropped/.test(line));
      if (lost.length > 0) throw new Error(`tcpdump: ${lost.join(' ')}`);
    },
  };
}

/** Packets go to the file at once; as root, for the file is root's. Of large datagrams the headers are enough. */
const TCPDUMP = 'tcpdump -Z root -n -U --immediate-mode -B 8192 -s 512 --time-stamp-precision=nano'.split(' ');
