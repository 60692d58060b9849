import { type DatagramInit, decodeDatagram, encodeDatagram } from '@hoplite/codec';
import fc from 'fast-check';
import { icmpv4 } from './icmpv4.js';
import { icmpv6 } from './icmpv6.js';
import { ipv4Header } from './ipv4.js';
import { chained, extensionHeader, fragmentHeader, ipv6Header } from './ipv6.js';
import { tcp } from './tcp.js';
import { udp, udpBeginning, udpLite } from './udp.js';
import { bytes, unsigned } from './values.js';

/** A payload and the protocol number that announces it. */
interface Announced {
  readonly protocol: number;
  readonly payload: DatagramInit['payload'];
}

/** What `encodeDatagram` takes, of every kind that the codec can tell apart; lengths and checksums often left out. */
export function datagram(): fc.Arbitrary<DatagramInit> {
  return fc.oneof(ipv4Datagram(), ipv6Datagram());
}

function ipv4Datagram(): fc.Arbitrary<DatagramInit> {
  const whole = fc.record({ moreFragments: fc.constant(false), fragmentOffset: fc.constant(0) });
  const first = fc.record({ moreFragments: fc.constant(true), fragmentOffset: fc.constant(0) });
  const later = fc.record({ moreFragments: fc.boolean(), fragmentOffset: fc.integer({ min: 1, max: 0x1fff }) });
  return fc
    .tuple(
      ipv4Header(),
      fc.oneof(
        { weight: 6, arbitrary: fc.tuple(whole, wholePayload(overIpv4)) },
        { weight: 1, arbitrary: fc.tuple(first, firstFragment(overIpv4)) },
        { weight: 1, arbitrary: fc.tuple(later, laterFragment()) },
      ),
    )
    .map(([header, [fragmentation, { protocol, payload }]]) => ({
      ip: { ...header, ...fragmentation, protocol },
      payload,
    }));
}

function ipv6Datagram(): fc.Arbitrary<DatagramInit> {
  const headers = fc.oneof(fc.constant([]), fc.array(extensionHeader(), { maxLength: 5 }));
  const none = fc.constant([]);
  return fc
    .tuple(
      ipv6Header(),
      headers,
      fc.oneof(
        { weight: 6, arbitrary: fc.tuple(none, wholePayload(overIpv6)) },
        { weight: 1, arbitrary: fc.tuple(fragmentHeader('first').map(Array.of), firstFragment(overIpv6)) },
        { weight: 1, arbitrary: fc.tuple(fragmentHeader('later').map(Array.of), laterFragment()) },
      ),
    )
    .map(([header, before, [fragment, { protocol, payload }]]) => ({
      ip: { ...header, ...chained([...before, ...fragment], protocol) },
      payload,
    }));
}

function wholePayload(icmp: fc.Arbitrary<Announced>): fc.Arbitrary<Announced> {
  return fc.oneof(
    udp().map((payload) => ({ protocol: 17, payload })),
    tcp().map((payload) => ({ protocol: 6, payload })),
    udpLite().map((payload) => ({ protocol: 136, payload })),
    icmp,
    // ESP, GRE, no next header (IPv6), SCTP, an experiment: kept as bytes.
    fc.tuple(fc.constantFrom(50, 47, 59, 132, 253), opaque()).map(([protocol, payload]) => ({ protocol, payload })),
  );
}

const overIpv4 = icmpv4().map((payload) => ({ protocol: 1, payload }));
const overIpv6 = icmpv6().map((payload) => ({ protocol: 58, payload }));

/** A transport header where it is whole, else bytes. */
function firstFragment(icmp: fc.Arbitrary<Announced>): fc.Arbitrary<Announced> {
  return fc.oneof(
    udpBeginning().map((payload) => ({ protocol: 17, payload })),
    tcp().map((payload) => ({ protocol: 6, payload })),
    // Where a cut quote ends and its extensions begin cannot be told for sure.
    icmp.filter(({ payload }) => !('original' in payload)),
    fc.tuple(fc.constantFrom(6, 17, 136), opaque(7)).map(([protocol, payload]) => ({ protocol, payload })),
  );
}

function laterFragment(): fc.Arbitrary<Announced> {
  return fc.tuple(unsigned(8), opaque()).map(([protocol, payload]) => ({ protocol, payload }));
}

function opaque(maximum = 64): fc.Arbitrary<DatagramInit['payload']> {
  return bytes(0, maximum).map((content) => ({ kind: 'opaque', bytes: content }));
}

/** Datagrams as bytes that the strict door takes, some with bytes overwritten, some hardly more than noise. */
export function validDatagramBytes(): fc.Arbitrary<Uint8Array> {
  return fc.oneof(mutatedDatagramBytes(), plausibleBytes()).filter((content) => decodeDatagram(content).ok);
}

/** Datagrams as bytes with a few of them overwritten: near what is valid, on either side. */
export function mutatedDatagramBytes(): fc.Arbitrary<Uint8Array> {
  const overwrite = fc.tuple(fc.nat(), unsigned(8));
  return fc.tuple(datagram().map(encodeDatagram), fc.array(overwrite, { maxLength: 4 })).map(([content, changes]) => {
    for (const [position, value] of changes) content[position % content.length] = value;
    return content;
  });
}

/** Noise behind a version, a length and a protocol that fit. */
export function plausibleBytes(): fc.Arbitrary<Uint8Array> {
  const ipv4 = fc.tuple(bytes(20, 120), fc.constantFrom(1, 6, 17, 136, 50)).map(([content, protocol]) => {
    content[0] = 0x45;
    content.set([content.length >> 8, content.length], 2);
    content.set([(content[6] ?? 0) & 0xc0, 0], 6);
    content[9] = protocol;
    return content;
  });
  const ipv6 = fc
    .tuple(bytes(40, 160), fc.constantFrom(0, 6, 17, 43, 44, 51, 58, 59, 60))
    .map(([content, protocol]) => {
      content[0] = 0x60 | ((content[0] ?? 0) & 0xf);
      content.set([0, content.length - 40, protocol], 4);
      return content;
    });
  return fc.oneof(ipv4, ipv6);
}
