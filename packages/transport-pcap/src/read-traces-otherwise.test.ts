import { type CapturePacket, METHODS, type TraceResult } from '@hoplite/engine';
import { createSimTransport } from '@hoplite/transport-sim';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaptureError } from './core/capture-error.js';
import { packetsOf } from './core/layout.fixture.js';
import type { ReadTracesOptions } from './core/reading/read-traces.js';
import { readCapture } from './read-capture.js';
import { reading, rewritten } from './reading.fixture.js';
import { type Asked, recordTraces, TARGET, tracesIn } from './recording.fixture.js';

const TWO_ROUTERS = {
  from: 'pc',
  nodes: { pc: {}, r1: { kind: 'router' as const }, r2: { kind: 'router' as const }, target: {} },
  links: ['pc', 'r1', 'r2'].map((near, index) => ({
    ends: [
      { node: near, addresses: [`10.0.${97 + index}.1`] },
      { node: ['r1', 'r2', 'target'][index] ?? '', addresses: [`10.0.${97 + index}.2`] },
    ] as const,
    latency: 5,
  })),
};

const NINE: Asked = { target: TARGET, options: { maxTtl: 9 } };

async function recorded(...traces: readonly Asked[]): Promise<Uint8Array> {
  const engine = { seed: 1 };
  return (await recordTraces(createSimTransport(TWO_ROUTERS), traces, { engine, traces })).file;
}

/** That what is read is what `extractTraces` finds, each with a notice of the reason, which is told besides. */
async function expectReadAsAnyOther(file: Uint8Array, reason: string, options?: ReadTracesOptions): Promise<void> {
  const { traces, notices, fault } = await reading(file, options);
  expect(fault).toBe(null);
  const text = expect.stringContaining(reason);
  expect(notices).toEqual([{ code: 'recording-not-repeated', text }]);
  expect(notices[0]?.text).toMatch(/^the capture says that it is a recording of Hoplite and is read as any other: /);
  const found = await tracesIn(packetsOf(file));
  expect(found.length).toBeGreaterThan(0);
  expect(traces).toEqual(found.map((trace) => ({ ...trace, notices: [...trace.notices, ...notices] })));
}

/** Options that would have an engine send for ever. */
const GREEDY = '"maxTtl":255,"queries":255,"parallel":1000000000,"wait":1e300,"timeout":1e300';

describe('a recording that cannot be done again is read as any other capture, which says why:', () => {
  test.each([
    ['its version is not known', '"v":1', '"v":7', 'a recording of version 7: only 1 is known'],
    ['it does not say what was recorded', '"timestamps"', '"stamps"', 'does not say what was recorded'],
    ['its clock began at no time', '"origin":"', `"origin":"${'9'.repeat(99)}`, 'does not say what was recorded'],
    ['its clock began in another age', '"origin":"', '"origin":"-9', 'years away'],
    ['its seed is another', '"seed":1', '"seed":2', 'a trace of it does not come to its end'],
    ['it has an option of which there is none', '"maxTtl"', '"maxTTL"', 'there is no option maxTTL'],
    ['an option is out of its range', '"maxTtl":9', '"maxTtl":0', 'maxTtl is 0, must be'],
    ['its engine has an option that is none', '"seed":1', '"seed":1,"rate":"x"', 'rate is "x", must be'],
    ['its target is no address', `"${TARGET}"`, '"10.0.99.x"', 'target is "10.0.99.x", must be'],
    ['it asks for more than there is', '"maxTtl":9', GREEDY, 'a trace of it does not come to its end'],
  ])('%s', async (_, right, wrong, reason) => {
    const file = await recorded(NINE);
    await expectReadAsAnyOther(
      rewritten(file, (comment) => comment.replace(right, wrong)),
      reason,
    );
  });

  test('its seed is another, and it gave up before anything was sent', async () => {
    const file = await recorded(NINE);
    const spoil = (comment: string) => comment.replace('"seed":1', '"seed":2').replace('"maxTtl":9', '"timeout":7');
    await expectReadAsAnyOther(rewritten(file, spoil), `the probes to ${TARGET} in it are not those that its comment`);
  });

  test.each<[string, (packet: CapturePacket) => Partial<CapturePacket>, string]>([
    [
      'a note in it says nothing known',
      ({ linkType }) => (linkType === 252 ? { frame: NOTE } : {}),
      'says nothing known',
    ],
    [
      'a comment in it is none of ours',
      ({ comment }) => (comment === null ? {} : { comment: '[1]' }),
      'the comment of frame',
    ],
    ['its comment asked for what left as something else', misled, 'a probe was built that is none'],
  ])('%s', async (_, spoil, reason) => {
    const change = (all: readonly CapturePacket[]) => all.map((packet) => ({ ...packet, ...spoil(packet) }));
    const spoiled = rewritten(await recorded(NINE), (comment) => comment, change);
    await expectReadAsAnyOther(spoiled, reason);
  });

  test('it takes more memory than it may', async () => {
    const file = await recorded(NINE);
    // A packet is counted with what is made of it, which is 2 kB and its bytes.
    const most = 2048 * packetsOf(file).length;
    await expectReadAsAnyOther(file, `it takes more than ${most} bytes of memory`, { mostKept: most });
    expect((await reading(file, { mostKept: most + file.length })).notices).toEqual([]);
  });

  test('its method was the program’s own', async () => {
    const file = await recorded({ target: TARGET, options: { method: { ...METHODS.udp, name: 'mine' } } });
    await expectReadAsAnyOther(file, 'method is "mine", must be one of udp');
  });
});

test('a capture by anybody that is cut gives its traces, and then the fault', async () => {
  const { file } = await recordTraces(createSimTransport(TWO_ROUTERS), [NINE]);
  const { traces, notices, fault } = await reading(file.subarray(0, -5));
  expect(traces).toEqual(await shownBy(file));
  expect(traces).toHaveLength(1);
  expect(notices).toEqual([]);
  expect(fault).toMatchObject({ code: 'truncated' });
});

test('of a recording whose bytes are damaged nothing is lost that any capture shows', async () => {
  const file = await recorded(NINE, { target: TARGET, options: { method: 'icmp' } });
  const anyChange = fc.record({ place: fc.nat(file.length - 1), byte: fc.nat(255) });
  let otherwise = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyChange, { minLength: 1, maxLength: 4 }), async (changes) => {
      const spoiled = file.slice();
      for (const { place, byte } of changes) spoiled[place] = byte;
      const { traces, notices, fault } = await reading(spoiled);
      const shown = await shownBy(spoiled);
      expect(traces.length).toBeGreaterThanOrEqual(shown.length);
      if (fault !== null) expect(fault).toBeInstanceOf(CaptureError);
      if (notices.length === 0) return;
      otherwise++;
      expect(traces).toEqual(shown.map((trace) => ({ ...trace, notices: [...trace.notices, ...notices] })));
    }),
    { numRuns: 200 },
  );
  expect(otherwise).toBeGreaterThan(20);
});

const NOTE = Uint8Array.from('\0\x0c\0\x04json\0\0\0\0{"what":1}', (sign) => sign.charCodeAt(0));

/** What was asked is what the engine asks; what left, by the recording, is no probe. */
function misled({ comment, frame }: CapturePacket): Partial<CapturePacket> {
  if (comment === null) return {};
  const asked = Buffer.from(frame).toString('hex');
  return JSON.parse(comment).sent === 3
    ? { comment: JSON.stringify({ sent: 3, asked }), frame: new Uint8Array(20) }
    : {};
}

/** What anybody finds in a capture, up to its fault. */
async function shownBy(file: Uint8Array): Promise<readonly TraceResult[]> {
  const packets: CapturePacket[] = [];
  try {
    for await (const packet of readCapture(file)) packets.push({ ...packet, frame: packet.frame.slice() });
  } catch {}
  return tracesIn(packets);
}
