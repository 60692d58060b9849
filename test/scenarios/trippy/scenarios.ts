import type { Datagram } from '@hoplite/codec';
import type { TraceOptions } from '@hoplite/engine';
import { expect } from 'vitest';
import type { Meddling } from '../meddling.js';
import { line, type Traced, trace } from '../network.js';
import type { TrippyFile } from './files.js';
import { manySources } from './many-sources.js';
import { FIRST_PORT, socketEach, unprivilegedSocketEach } from './sockets.js';

/**
 * What some of trippy's files state, in our words. The family is in their names; a round there is a query here, one where
 * a file does not say. The ICMP identifier and the first sequence number, which they fix, are nobody's to choose here, or
 * answers could be forged: the seed has them.
 */
export interface Scenario {
  readonly files: readonly TrippyFile[];
  /** Ends a sentence that begins with the file's name. */
  readonly shows: string;
  /** How many ms after a probe left the answer of each hop comes, the target's last; null where none does. */
  readonly rtts: readonly (number | null)[];
  readonly options: TraceOptions;
  /** Where the result hangs on it. */
  readonly seed?: () => Promise<number>;
  /** What the sender's system does to probes and answers; each trace has one of its own. */
  readonly system?: () => Meddling;
  /** The ports of each probe, counted from 0. */
  readonly flow?: (index: number) => Flow;
  /** What there is to see besides, in the result and in the probes that left. */
  readonly also?: (traced: Traced, left: readonly Datagram[]) => void;
}

interface Flow {
  readonly sourcePort: number;
  readonly destinationPort: number;
}

const SEVEN = [10, 20, 30, 40, 50, 60, 70];
const THREE = [10, 20, 30];
const THREE_LEVEL = [10, 20, 20];

const ICMP: readonly Scenario[] = [
  {
    files: ['ipv4_icmp', 'ipv6_icmp'],
    shows: 'shows seven hops, each ten milliseconds farther',
    rtts: SEVEN,
    options: { method: 'icmp' },
  },
  {
    files: ['ipv4_icmp_gaps'],
    shows: 'shows two silent hops, one of them right before the target',
    rtts: [20, null, 20, 20, 20, 20, 20, null, 20],
    options: { method: 'icmp' },
  },
  // Two bytes more than trippy's, and than an echo request's headers: they hold the checksum that routers hash in place.
  {
    files: ['ipv4_icmp_min'],
    shows: 'sends echo requests as short as they may be',
    rtts: THREE,
    options: { method: 'icmp', packetLength: 30 },
  },
  {
    files: ['ipv6_icmp_min'],
    shows: 'sends echo requests as short as they may be',
    rtts: THREE,
    options: { method: 'icmp', packetLength: 50 },
  },
  {
    files: ['ipv4_icmp_ooo'],
    shows: 'waits for answers that come the last one first',
    rtts: [20, 15, 10, 5, 0],
    // A target that answers at once would else shorten the waits of those before it below what they need.
    options: { method: 'icmp', wait: 300, waitNear: 0 },
    also: ({ events }) => {
      const answered = events.flatMap((told) => (told.event === 'reply' ? [told.ttl] : []));
      expect(answered).toEqual([5, 4, 3, 2, 1]);
    },
  },
  {
    files: ['ipv4_icmp_pattern', 'ipv6_icmp_pattern'],
    shows: 'sends the payload that was asked for',
    rtts: THREE,
    options: { method: 'icmp', payload: new Uint8Array(40).fill(0xff) },
  },
  {
    files: ['ipv4_icmp_quick'],
    shows: 'is done within a quarter of a second, and 50 ms for each answer',
    rtts: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    options: { method: 'icmp', timeout: 250, wait: 50 },
    also: ({ duration }) => expect(duration).toBeLessThanOrEqual(250),
  },
  {
    files: ['ipv4_icmp_tos'],
    shows: 'keeps its type of service',
    rtts: THREE,
    options: { method: 'icmp', tos: 224 },
  },
  {
    files: ['ipv4_icmp_wrap'],
    shows: 'goes on when its sequence numbers begin again, over 30 hops that answer at once, 20 times each',
    rtts: Array<number>(30).fill(0),
    options: { method: 'icmp', queries: 20 },
    seed: () => seedOfSequence(64_511),
    also: ({ hops }) => {
      const sequence = hops.flatMap(({ probes }) => probes.map((probe) => probe.sequence ?? 0));
      expect(sequence[0]).toBeGreaterThanOrEqual(64_511);
      expect(sequence.filter((each, index) => each < (sequence[index - 1] ?? 0))).toHaveLength(1);
    },
  },
];

const UDP_AND_TCP: readonly Scenario[] = [
  {
    files: ['ipv4_tcp_fixed_dest'],
    shows: 'asks one port from many, with a type of service',
    rtts: THREE_LEVEL,
    options: { method: 'tcp', port: 80, tos: 224 },
    system: socketEach,
    flow: fromPortsTo(80, FIRST_PORT),
  },
  {
    files: ['ipv6_tcp_fixed_dest'],
    shows: 'asks one port from many',
    rtts: THREE_LEVEL,
    options: { method: 'tcp', port: 80 },
    system: socketEach,
    flow: fromPortsTo(80, FIRST_PORT),
  },
  {
    files: ['ipv4_udp_classic_fixed_dest', 'ipv6_udp_classic_fixed_dest'],
    shows: 'asks one port from many',
    rtts: THREE_LEVEL,
    options: { method: manySources, sourcePort: 5000, port: 33434 },
    flow: fromPortsTo(33434, 5000),
  },
  {
    files: ['ipv4_udp_classic_fixed_src', 'ipv6_udp_classic_fixed_src'],
    shows: 'asks many ports from one',
    rtts: THREE_LEVEL,
    options: { method: 'udp-classic', sourcePort: 5000 },
    flow: (index) => ({ sourcePort: 5000, destinationPort: 33434 + index }),
  },
  {
    files: ['ipv4_udp_classic_privileged_tos'],
    shows: 'asks one port from many, with a type of service',
    rtts: THREE_LEVEL,
    options: { method: manySources, sourcePort: 5000, port: 33434, tos: 224 },
    flow: fromPortsTo(33434, 5000),
  },
  {
    files: ['ipv4_udp_classic_unprivileged', 'ipv6_udp_classic_unprivileged'],
    shows: 'asks one port from many, and knows answers by their ports alone',
    rtts: THREE_LEVEL,
    options: { method: 'udp', port: 33434 },
    system: unprivilegedSocketEach,
    flow: fromPortsTo(33434, FIRST_PORT),
  },
  {
    files: ['ipv4_udp_classic_unprivileged_tos', 'ipv6_udp_classic_unprivileged_tos'],
    shows: 'asks one port from many with a type of service, and knows answers by their ports alone',
    rtts: THREE_LEVEL,
    options: { method: 'udp', port: 33434, tos: 224 },
    system: unprivilegedSocketEach,
    flow: fromPortsTo(33434, FIRST_PORT),
  },
  {
    files: ['ipv4_udp_dublin_fixed_both'],
    shows: 'asks one port from one, with another identification each time',
    rtts: THREE_LEVEL,
    options: { method: 'udp-dublin', sourcePort: 5000, port: 33434 },
    flow: () => ({ sourcePort: 5000, destinationPort: 33434 }),
    also: (_, left) => allDiffer(left.map(({ ip }) => (ip.version === 4 ? ip.identification : null))),
  },
  {
    files: ['ipv6_udp_dublin_fixed_both'],
    shows: 'asks one port from one, with a byte more at each hop',
    rtts: THREE_LEVEL,
    options: { method: 'udp-dublin', sourcePort: 5000, port: 33434 },
    flow: () => ({ sourcePort: 5000, destinationPort: 33434 }),
    also: ({ hops }) => expect(hops.map(({ probes }) => probes[0]?.size)).toEqual([69, 70, 71]),
  },
  {
    files: ['ipv4_udp_paris_fixed_both', 'ipv6_udp_paris_fixed_both'],
    shows: 'asks one port from one, with another checksum each time',
    rtts: THREE_LEVEL,
    options: { method: 'udp', sourcePort: 5000, port: 33434 },
    flow: () => ({ sourcePort: 5000, destinationPort: 33434 }),
    also: (_, left) => allDiffer(left.map(({ payload }) => ('checksum' in payload ? payload.checksum : null))),
  },
];

export const SCENARIOS: readonly Scenario[] = [...ICMP, ...UDP_AND_TCP];

function fromPortsTo(destinationPort: number, firstSource: number): (index: number) => Flow {
  return (index) => ({ sourcePort: firstSource + index, destinationPort });
}

function allDiffer(values: readonly unknown[]): void {
  expect(new Set(values).size).toBe(values.length);
}

/** The first seed from which a trace's sequence numbers begin there or later. */
async function seedOfSequence(least: number): Promise<number> {
  for (let seed = 1; seed < 1000; seed++) {
    const { hops } = await trace(line(), { method: 'icmp', seed, maxTtl: 1, queries: 1 });
    if ((hops[0]?.probes[0]?.sequence ?? 0) >= least) return seed;
  }
  throw new Error(`no trace begins with the sequence number ${least} or a later one`);
}
