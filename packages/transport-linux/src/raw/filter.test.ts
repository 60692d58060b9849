import { directReply, icmpProbe, portUnreachable, tcpProbe, timeExceeded, udpProbe } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFilter, type Instruction, MOST_NUMBERS, NOTHING_PASSES, replyFilter } from './filter.js';

/**
 * Whether a program lets a packet pass, by the rules of the kernel's interpreter (`linux/filter.h`): a load beyond the
 * packet's end rejects it.
 */
function passes(program: readonly Instruction[], packet: Uint8Array): boolean {
  let accumulator = 0;
  let index = 0;
  const load = (at: number, size: 1 | 2): number | null => {
    if (at + size > packet.length) return null;
    return size === 1 ? (packet[at] ?? 0) : ((packet[at] ?? 0) << 8) | (packet[at + 1] ?? 0);
  };
  for (let pc = 0; pc < program.length; pc++) {
    const { code, ifTrue, ifFalse, k } = program[pc] as Instruction;
    let loaded: number | null = accumulator;
    if (code === 0xb1) index = ((load(k, 1) ?? 0) & 0xf) * 4;
    else if (code === 0x30) loaded = load(k, 1);
    else if (code === 0x28) loaded = load(k, 2);
    else if (code === 0x50) loaded = load(index + k, 1);
    else if (code === 0x48) loaded = load(index + k, 2);
    else if (code === 0x54) loaded = accumulator & k;
    else if (code === 0x05) pc += k;
    else if (code === 0x15) pc += accumulator === k ? ifTrue : ifFalse;
    else if (code === 0x45) pc += (accumulator & k) !== 0 ? ifTrue : ifFalse;
    else if (code === 0x06) return k > 0;
    else throw new Error(`no such instruction: ${code}`);
    if (loaded === null) return false;
    accumulator = loaded;
  }
  throw new Error('the program ends without saying');
}

const ENDS = {
  4: { source: '10.0.0.1', destination: '192.0.2.9', router: '198.51.100.1' },
  6: { source: '2001:db8::1', destination: '2001:db8:9::9', router: '2001:db8:5::1' },
} as const;

describe.each([4, 6] as const)('over IPv%i', (family) => {
  const { source, destination, router } = ENDS[family];
  const route = { source, destination, ttl: 3, identification: 1 };
  const ports = { sourcePort: 40_001, destinationPort: 33_434 };
  const udp = udpProbe({ ...route, ...ports });
  const syn = tcpProbe({ ...route, ...ports, sequenceNumber: 1 });
  const echo = icmpProbe({ ...route, identifier: 77, sequenceNumber: 1 });
  /** What a raw socket of the family sees: IPv6 ones no header. */
  const seen = (datagram: Uint8Array): Uint8Array => (family === 4 ? datagram : datagram.subarray(40));
  const lets = (protocol: 'udp' | 'icmp' | 'tcp', numbers: readonly number[], datagram: Uint8Array): boolean =>
    passes(replyFilter(family, protocol, numbers), seen(datagram));

  test('ICMP errors pass, whoever caused them', () => {
    for (const probe of [udp, syn, echo]) {
      expect(lets('icmp', [], timeExceeded(probe, router))).toBe(true);
      expect(lets('icmp', [5], portUnreachable(probe, router))).toBe(true);
    }
  });

  test('an echo reply passes to its identifier alone, and echo requests to nobody', () => {
    expect(lets('icmp', [5, 77], directReply(echo))).toBe(true);
    expect(lets('icmp', [5, 78], directReply(echo))).toBe(false);
    expect(lets('icmp', [77], echo)).toBe(false);
  });

  test('UDP passes to the ports of probes, and nothing of them', () => {
    expect(lets('udp', [9, 40_001], directReply(udp))).toBe(true);
    expect(lets('udp', [9], directReply(udp))).toBe(false);
    expect(lets('udp', [40_001], udp)).toBe(false);
  });

  test('of TCP a SYN-ACK and a RST pass to the ports of probes, and nothing else does', () => {
    expect(lets('tcp', [40_001], directReply(syn))).toBe(true);
    expect(lets('tcp', [40_001], directReply(syn, { rst: true }))).toBe(true);
    expect(lets('tcp', [40_002], directReply(syn))).toBe(false);
    for (const flags of [0x02, 0x10, 0x18, 0x11]) {
      const other = tcpProbe({ ...route, sourcePort: 80, destinationPort: 40_001, sequenceNumber: 1, flags });
      expect(lets('tcp', [40_001], other)).toBe(false);
    }
  });

  test('one number among many is found, and no other', () => {
    const numbers = fc.uniqueArray(fc.nat(65_535), { minLength: 1, maxLength: MOST_NUMBERS });
    fc.assert(
      fc.property(numbers, fc.nat(), fc.nat(65_535), (known, pick, other) => {
        const reply = (port: number) => directReply(udpProbe({ ...route, sourcePort: port, destinationPort: 53 }));
        expect(lets('udp', known, reply(known[pick % known.length] ?? 0))).toBe(true);
        expect(lets('udp', known, reply(other))).toBe(known.includes(other));
      }),
      { numRuns: 30 },
    );
  });

  test('whatever the bytes, a program says yes or no', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom('udp', 'icmp', 'tcp'), (bytes, protocol) => {
        expect(passes(replyFilter(family, protocol, [1, 2]), bytes)).toBeTypeOf('boolean');
        expect(passes(NOTHING_PASSES, bytes)).toBe(false);
      }),
    );
  });
});

test('two of the longest programs have room where the kernel allows a socket 20 KiB for them', () => {
  const numbers = Array.from({ length: MOST_NUMBERS }, (_, i) => i);
  // Of the kernel's own are the instructions that it puts in front, and the head of the program.
  expect(2 * (encodeFilter(replyFilter(4, 'icmp', numbers)).length + 300)).toBeLessThanOrEqual(20_480);
});

test('a program is written as the kernel reads it', () => {
  expect(encodeFilter(replyFilter(4, 'udp', [0x1234])).subarray(16, 24)).toEqual(
    new Uint8Array([0x15, 0, 1, 0, 0x34, 0x12, 0, 0]),
  );
});
