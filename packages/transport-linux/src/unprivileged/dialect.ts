import type { AddressFamily, DatagramInit } from '@hoplite/codec';
import { Protocol } from '../constants.js';
import type { Probe } from '../probe.js';

/** How a kind of datagram socket speaks of what its protocol calls datagrams. */
export interface Dialect {
  readonly protocol: 'udp' | 'icmp';
  socketProtocol(family: AddressFamily): number;
  /** What the socket is given of a probe: what follows the header that the kernel writes. */
  given(probe: Probe): Uint8Array;
  /** How many bytes of the quoted header the error queue leaves out. */
  readonly unshown: number;
  /** The quoted header and all behind it, of what the error queue shows. */
  quoted(shown: Uint8Array, sourcePort: number, destinationPort: number): Uint8Array;
  /** A datagram that came in answer, of what the socket shows. */
  answer(shown: Uint8Array, from: number, to: number): DatagramInit['payload'];
}

/** The kernel writes and hides the UDP header. */
export const UDP: Dialect = {
  protocol: 'udp',
  socketProtocol: () => Protocol.udp,
  given: ({ decoded: { payload } }) => (payload.kind === 'udp' ? payload.payload : new Uint8Array(0)),
  unshown: 8,
  quoted(shown, sourcePort, destinationPort) {
    const bytes = new Uint8Array(8 + shown.length);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, sourcePort);
    view.setUint16(2, destinationPort);
    view.setUint16(4, bytes.length);
    bytes.set(shown, 8);
    return bytes;
  },
  answer: (shown, from, to) => ({ kind: 'udp', sourcePort: from, destinationPort: to, payload: shown.slice() }),
};

/** Of an echo the kernel writes identifier and checksum, and shows all. */
export const ICMP: Dialect = {
  protocol: 'icmp',
  socketProtocol: (family) => (family === 4 ? Protocol.icmp : Protocol.icmpv6),
  given: ({ datagram, family }) => datagram.subarray(family === 4 ? ((datagram[0] ?? 0) & 0xf) * 4 : 40),
  unshown: 0,
  quoted: (shown) => shown,
  answer: (shown) => ({ kind: 'opaque', bytes: shown.slice() }),
};
