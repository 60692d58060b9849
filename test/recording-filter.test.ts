import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CaptureSource, formatText, readTraces } from 'hoplite';
import { expect, test } from 'vitest';
import { root } from './support/code-blocks.js';

const corpus = join(root, 'test/corpus');
const document = readFileSync(join(root, 'docs/reading-captures.md'), 'utf8');
const [, filter = ''] = /tcpdump .*paths\.pcap '(.+)'$/m.exec(document) ?? [];

/** Probes that are ACKs, as the document says; and what tcpdump does not unzip. */
const LOST = ['scamper-tcp-ack.pcap', 'traceroute-udp-ten.pcap.gz'];

async function read(source: CaptureSource): Promise<string> {
  const texts: string[] = [];
  try {
    for await (const trace of readTraces(source)) texts.push(formatText(trace));
  } catch {
    // Some captures of the corpus are cut: what comes before counts.
  }
  return texts.join('\n');
}

test('the filter that the document gives to tcpdump keeps the traceroutes of every tool in the corpus', async () => {
  const lost: string[] = [];
  for (const name of readdirSync(corpus).filter((name) => /\.pcap(ng)?(\.gz)?$/.test(name))) {
    const whole = await read(join(corpus, name));
    const kept = await read(filtered(join(corpus, name)));
    if (kept !== whole) lost.push(name);
  }
  expect(lost).toEqual(LOST);
});

function filtered(path: string): Uint8Array {
  const args = ['--time-stamp-precision=nano', '-r', path, '-w', '-', filter];
  try {
    return execFileSync('tcpdump', args, { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e8 });
  } catch (error) {
    // What it could read of a file that it finds damaged, or cannot read at all.
    if (error instanceof Error && 'stdout' in error && error.stdout instanceof Uint8Array) return error.stdout;
    throw error;
  }
}
