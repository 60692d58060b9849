import { once } from 'node:events';
import { open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { Network } from './network.js';
import { runIn, startIn } from './process.js';

/** A capture that runs. */
export interface Capture {
  readonly file: string;
  /** Ends it; resolves when all packets up to now are in the file. Rejects where tcpdump lost some. */
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
      const { size } = await stat(file);
      await sendMark(network, node, device);
      while (tcpdump.exitCode === null && !(await holdsMark(file, size))) await setTimeout(20);
      tcpdump.kill('SIGINT');
      await ended;
      const lost = said.filter((line) => /^[1-9]\d* packets? dropped/.test(line));
      if (lost.length > 0 || tcpdump.exitCode !== 0) throw new Error(`tcpdump: ${said.join(' ')}`);
    },
  };
}

/** Packets go to the file at once; as root, for the file is root's. Of large datagrams the headers are enough. */
const TCPDUMP = 'tcpdump -Z root -n -U --immediate-mode -B 32768 -s 512 --time-stamp-precision=nano'.split(' ');

/**
 * tcpdump that is told to end leaves what it has not read yet, on a busy machine the last answers, and counts it nowhere.
 * So it is told when the last packet of all is in the file: an echo request whose payload is this.
 */
const MARK = Buffer.from('the last packet!');

/** To the routers of the link, over IPv6, of which no trace is found: a ping is none. */
async function sendMark(network: Network, node: string, device: string): Promise<void> {
  const ping = `ping -6 -n -q -c 1 -p ${MARK.toString('hex')} -I ${device} ff02::2`;
  const { stderr, stdout, status } = await runIn(network, node, ping.split(' '));
  if (status !== 0) throw new Error(`${ping}: ${stdout} ${stderr}`);
}

/** Whether it is in the file, behind so many bytes. */
async function holdsMark(file: string, size: number): Promise<boolean> {
  const handle = await open(file);
  try {
    const { size: now } = await handle.stat();
    const { buffer } = await handle.read({ buffer: Buffer.alloc(now - size), position: size });
    return buffer.includes(MARK);
  } finally {
    await handle.close();
  }
}
