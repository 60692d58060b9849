import { type AnsweredProbe, formatTimestamp, type Hop, type ProbeResult, type TraceResult } from '@hoplite/engine';
import fc from 'fast-check';
import { ipv4Address, ipv6Address } from './values.js';

/**
 * Results that their type allows, and most of which no trace gives: hops without probes, probes that failed, are late or in
 * flight, round trips that are null or negative, and names, targets and messages that are hostile to terminals, HTML,
 * spreadsheets and whatever else.
 */
export function traceResult(): fc.Arbitrary<TraceResult> {
  return fc.constantFrom(4 as const, 6 as const).chain((family) => {
    const address = family === 4 ? ipv4Address() : ipv6Address();
    const few = fc.array(address, { minLength: 3, maxLength: 3 });
    // The same addresses again and again, so that some end the trace and some share a hop.
    return few.chain((addresses) => traceOf(family, fc.constantFrom(...addresses)));
  });
}

const HOSTILE = [
  '\u001b[2J\u009b',
  '=cmd|" /C calc"!A0',
  '<script>',
  'a"b,c\nd',
  '\u202e\ud800',
  '-1+1',
  '\\',
  '',
  '🙂',
  'toString',
  '__proto__',
];

/** Text as a name server, a router or a file might give it. */
const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('gw.example', ...HOSTILE),
  // Often enough that a format which passes on one of many texts is found out within sixty draws.
  fc.constant(HOSTILE.join(' ')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

function traceOf(family: 4 | 6, address: fc.Arbitrary<string>): fc.Arbitrary<TraceResult> {
  return fc.record({
    v: fc.constant(1 as const),
    target: fc.oneof(address, anyText),
    address,
    source: address,
    family: fc.constant(family),
    method: fc.oneof(fc.constantFrom('udp', 'udp-classic', 'udp-dublin', 'icmp', 'tcp', 'tcp-ack'), anyText),
    transport: fc.constantFrom('linux', 'sim', 'pcap'),
    timestamps: fc.constantFrom('kernel', 'capture', 'virtual', 'process'),
    startedAt: fc.oneof(fc.constant(1769860800n * 10n ** 9n), fc.bigInt(-(2n ** 68n), 2n ** 68n)).map(formatTimestamp),
    duration: milliseconds,
    outcome: fc.constantFrom(
      'reached',
      'unreachable',
      'max-ttl',
      'gap',
      'timeout',
      'aborted',
      'shutdown',
      'failed',
      'unknown',
    ),
    annotation: annotations,
    error: fc.option(fc.record({ code: anyText, message: anyText })),
    lastTtl: byte,
    answeredBy: fc.option(address),
    probesSent: fc.nat(),
    foreign: fc.nat(),
    ambiguous: fc.nat(),
    notices: fc.array(fc.record({ code: anyText, text: anyText }), { maxLength: 2 }),
    options: fc.oneof(
      fc.record({ firstTtl: byte, maxTtl: byte }),
      fc.record({
        firstTtl: byte,
        maxTtl: byte,
        packetLength: word,
        queries: byte,
        wait: milliseconds,
        interval: milliseconds,
        tos: byte,
        payload: fc.constantFrom(null, 'ffff', '0102', ''),
      }),
    ),
    hops: fc.array(fc.array(probeOf(address), { maxLength: 4 }), { maxLength: 6 }).map(hopsOf),
  });
}

function hopsOf(hops: readonly (readonly ProbeResult[])[]): readonly Hop[] {
  return hops.map((probes, index) => ({
    ttl: index + 1,
    probes: probes.map((probe, attempt) => ({ ...probe, attempt: attempt + 1 })),
  }));
}

const byte = fc.integer({ min: 0, max: 255 });
const word = fc.integer({ min: 0, max: 65535 });
const milliseconds = fc.oneof(fc.nat(5000), fc.double({ min: 0, max: 1e9, noNaN: true }));
const frame = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const annotations = fc.constantFrom(null, null, '!H', '!<12-0>', '!F-1400');

function probeOf(address: fc.Arbitrary<string>): fc.Arbitrary<ProbeResult> {
  const sent = fc.record({
    attempt: fc.constant(1),
    sentAt: milliseconds,
    size: word,
    frames: fc.option(fc.record({ probe: frame, reply: fc.option(frame) })),
  });
  // What nobody could see is left out.
  const flow = fc.oneof(
    fc.record({ sourcePort: word, destinationPort: word }, { requiredKeys: [] }),
    fc.record({ identifier: word, sequence: word }, { requiredKeys: [] }),
  );
  const unanswered = fc.record({ status: fc.constantFrom('timeout' as const, 'pending' as const) });
  const failed = fc.record({
    status: fc.constant('failed' as const),
    error: fc.record({ code: anyText, message: anyText }),
  });
  const fate = fc.oneof(unanswered, failed, answered(address));
  return fc.tuple(sent, flow, fate).map(([probe, ports, rest]): ProbeResult => ({ ...probe, ...ports, ...rest }));
}

type Given = Required<Pick<AnsweredProbe, 'origin' | 'addressKind'>>;
type Answered = Omit<AnsweredProbe, 'attempt' | 'sentAt' | 'size' | 'frames' | keyof Given> & Given;

function answered(address: fc.Arbitrary<string>): fc.Arbitrary<Answered> {
  return fc.record({
    status: fc.constantFrom('replied', 'replied', 'late'),
    // A negative one is told, not hidden.
    rtt: fc.option(fc.oneof(milliseconds, fc.constantFrom(-0.5, 0, 12345.678))),
    address,
    name: fc.option(anyText),
    origin: fc.option(
      fc.record({
        asn: fc.option(fc.integer({ min: 1, max: 0xffff_ffff })),
        name: fc.option(anyText),
        country: fc.constantFrom(null, 'DE'),
      }),
    ),
    addressKind: fc.constantFrom(null, 'private'),
    icmp: fc.option(
      fc.oneof(
        fc.constantFrom({ type: 11, code: 0 }, { type: 3, code: 3 }, { type: 3, code: 1 }, { type: 1, code: 4 }),
        fc.record({ type: byte, code: byte }),
      ),
    ),
    direct: fc.constantFrom(null, 'echo-reply', 'syn-ack', 'rst', 'udp'),
    annotation: annotations,
    replyTtl: fc.option(byte),
    quotedTtl: fc.option(byte),
    changed: fc
      .record(
        { destination: address, totalLength: word, payloadLength: word, typeOfService: byte, trafficClass: byte },
        { requiredKeys: [] },
      )
      .map((fields) =>
        Object.fromEntries(Object.entries(fields).map(([field, quoted]) => [field, { sent: 0, quoted }])),
      ),
    unknown: fc.subarray(['identification', 'length', 'typeOfService', 'checksum']),
    nat: fc.constantFrom(true, false, null),
    mtu: fc.option(word),
    mpls: fc.array(fc.record({ label: fc.nat(0xfffff), trafficClass: fc.nat(7), bottom: fc.boolean(), ttl: byte }), {
      maxLength: 2,
    }),
    interfaces: fc.array(
      fc.record({
        role: fc.constantFrom('incoming', 'incoming-sub-ip', 'outgoing', 'next-hop'),
        index: fc.option(fc.nat()),
        address: fc.option(address),
        name: fc.option(anyText),
        mtu: fc.option(fc.nat()),
      }),
      { maxLength: 1 },
    ),
    extensions: fc.array(fc.record({ class: byte, type: byte, data: fc.constantFrom('', '0000beef', 'ff') }), {
      maxLength: 2,
    }),
    duplicates: fc.nat(3),
  });
}
