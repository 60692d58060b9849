import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimTransport } from '@hoplite/transport-sim';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packetsOf } from './core/layout.fixture.js';
import { anyLine, recordTraces, TARGET } from './recording.fixture.js';

const hasTools = ['capinfos', 'tshark'].every((tool) => spawnSync(tool, ['--version']).status === 0);
if (!hasTools) process.stderr.write('SKIPPED: recordings as Wireshark reads them, for want of it\n');

let path = '';
beforeAll(() => {
  path = join(mkdtempSync(join(tmpdir(), 'hoplite-recording-')), 'run.pcapng');
});
afterAll(() => rmSync(join(path, '..'), { recursive: true }));

const run = (command: string, ...options: readonly string[]): string =>
  spawnSync(command, options, { encoding: 'utf8' }).stdout;

describe.skipIf(!hasTools)('Wireshark', () => {
  test('reads a recording packet by packet, what is no datagram as JSON, and what it says of itself', async () => {
    const [line] = fc.sample(anyLine, { seed: 3, numRuns: 1 });
    if (line === undefined) throw new Error('no network was drawn');
    const about = { engine: { seed: 9 }, traces: [{ target: TARGET }] };
    const { file } = await recordTraces(createSimTransport(line), about.traces, about);
    writeFileSync(path, file);
    const fields = ['frame.time_epoch', 'ip.version', 'json.object', '_ws.malformed'].flatMap((field) => ['-e', field]);
    const read = run('tshark', '-r', path, '-T', 'fields', ...fields)
      .trimEnd()
      .split('\n');
    const written = packetsOf(file).map(({ origin, at, linkType }) => {
      const time = origin + BigInt(at);
      const seconds = `${time / 1_000_000_000n}.${String(time % 1_000_000_000n).padStart(9, '0')}`;
      return [seconds, linkType === 101 ? 'datagram' : 'note'];
    });
    expect(read.map(readLine)).toEqual(written);
    expect(run('capinfos', path)).toContain('"engine":{"seed":9}');
    expect(run('capinfos', path)).toContain(`Hoplite trace {"target":"${TARGET}"}`);
  });
});

function readLine(line: string): readonly string[] {
  const [time = '', version = '', json = '', malformed = ''] = line.split('\t');
  const what = malformed !== '' ? 'malformed' : json !== '' ? 'note' : version.startsWith('4') ? 'datagram' : 'other';
  return [time, what];
}
