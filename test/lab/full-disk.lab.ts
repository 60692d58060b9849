import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Network, openNetwork } from './network.js';
import { type Ran, runIn } from './process.js';

/** Bytes that the disk holds: a page. */
const PAGE = 4096;

let network: Network;
beforeAll(async () => {
  network = await openNetwork('chain');
});
afterAll(() => network?.[Symbol.asyncDispose]());

/** Records the first two hops by probes of so many bytes to a disk of one page, or of as many as it takes. */
function recordTo(pages: number, bytes: number): Promise<Ran> {
  const command = `node packages/hoplite/dist/cli.js -n -m 2 -q 6 -s 192.0.2.2 --length ${bytes} --record /tmp/run.pcapng`;
  const script = `mount -t tmpfs -o size=${pages * PAGE} none /tmp && { ${command} "$0"; status=$?; stat -c 'size %s' /tmp/run.pcapng; exit $status; }`;
  return runIn(network, 'sender', ['sh', '-c', script, network.targets.get('target') ?? '']);
}

const sizeOf = ({ stdout }: Ran): number => Number(/^size (\d+)$/m.exec(stdout)?.[1]);

test('a recording that does not fit the disk is an error, whichever of its last bytes is the first that does not', async () => {
  // A byte more of each probe is some thirty more of the file, whose last packet says that it was closed, in a hundred.
  let tooLong = 0;
  for (let bytes = 70; tooLong < 6; bytes += 2) {
    const fits = sizeOf(await recordTo(9, bytes)) <= PAGE;
    const { stderr, status } = await recordTo(1, bytes);
    if (!fits) tooLong++;
    expect({ bytes, status }).toEqual({ bytes, status: fits ? 1 : 2 });
    expect(stderr).toMatch(fits ? /MaxTTL/ : /^hoplite: (.*: )?the recording cannot be written: ENOSPC: no space/);
  }
});
