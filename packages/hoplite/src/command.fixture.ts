import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Address, LinkType } from '@hoplite/codec';
import { portUnreachable, timeExceeded, udpProbe } from '@hoplite/testing';
import { writeCapture } from '@hoplite/transport-pcap';
import { onTestFinished } from 'vitest';
import type { ExitStatus } from './exit-status.js';
import { capturePacket } from './packets/packets.fixture.js';
import { run } from './run.js';

export interface Ran {
  readonly status: ExitStatus;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command to its end without a process. */
export async function hoplite(argv: readonly string[], stdin: Uint8Array = new Uint8Array(0)): Promise<Ran> {
  const running = start(argv);
  running.stdin.end(stdin);
  return running.ended;
}

/** Starts the command; its standard input is open, and what it prints can be looked at meanwhile. */
export function start(argv: readonly string[], { terminal = false } = {}) {
  const stdin = new PassThrough();
  const [stdout, stderr] = [new Sink(terminal), new Sink(terminal)];
  const interrupt = new AbortController();
  const ended = run(argv, { stdin, stdout, stderr, interrupt: interrupt.signal }).then(
    (status): Ran => ({ status, stdout: stdout.text, stderr: stderr.text }),
  );
  return { stdin, stdout, stderr, interrupt, ended };
}

class Sink extends Writable {
  readonly isTTY: boolean;
  text = '';

  /** Whether the reader has gone away. */
  isAbandoned = false;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Buffer, _: string, done: (error?: Error | null) => void): void {
    if (!this.isAbandoned) this.text += chunk.toString();
    done(this.isAbandoned ? Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }) : null);
  }

  /** Resolves when what was written holds `part`. */
  async holds(part: string): Promise<void> {
    while (!this.text.includes(part)) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The path of a file that is gone after the test. */
export function fileWith(bytes: Uint8Array | string, name = 'trace.pcap'): string {
  const folder = mkdtempSync(join(tmpdir(), 'hoplite-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

export interface Sent {
  /** Milliseconds since 2026-01-31 at noon. */
  readonly at: number;
  readonly datagram: Uint8Array;
}

/** A pcap file, in nanoseconds, of raw IP. */
export async function pcap(packets: readonly Sent[]): Promise<Buffer> {
  const stream = new PassThrough();
  const written = packets.map(({ at, datagram }, index) =>
    capturePacket(datagram, { number: index + 1, at: at * 1e6, linkType: LinkType.raw }),
  );
  const bytes = buffer(stream);
  await writeCapture(stream, written, { type: 'pcap', linkType: LinkType.raw, resolution: 'nanoseconds' });
  stream.end();
  return bytes;
}

export interface Path {
  readonly target: Address;
  readonly source?: Address;
  readonly router?: Address;
  readonly start?: number;
}

/** The packets of a traceroute of two hops: a router after 1 ms, the target after 2 ms. */
export function twoHops({ target, source = '10.0.0.1', router = '10.0.0.254', start = 0 }: Path): readonly Sent[] {
  const ports = { sourcePort: 40123, destinationPort: 33434 };
  const near = udpProbe({ source, destination: target, ttl: 1, identification: 1, ...ports });
  const far = udpProbe({ source, destination: target, ttl: 2, identification: 2, ...ports, destinationPort: 33435 });
  return [
    { at: start, datagram: near },
    { at: start + 1, datagram: timeExceeded(near, router) },
    { at: start + 10, datagram: far },
    { at: start + 12, datagram: portUnreachable(far, target) },
  ];
}

/** What `hoplite read -n` prints of `twoHops` over IPv4. */
export function twoHopsText(target: Address): string {
  const header = `traceroute to ${target} (${target}), 2 hops max, 40 byte packets`;
  return `${header}\n 1  10.0.0.254  1.000 ms\n 2  ${target}  2.000 ms\n`;
}
