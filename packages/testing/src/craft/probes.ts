import { type Address, addressFamily, type DatagramInit, encodeDatagram, TcpFlag } from '@hoplite/codec';

/** What the IP header of a probe says. */
export interface ProbeRoute {
  /** Of the family of `destination`. */
  readonly source: Address;
  /** Its family decides the version of IP. */
  readonly destination: Address;
  /** Or hop limit: 0 to 255. */
  readonly ttl: number;
  /** IPv4 only: 16 bits. Default 0. */
  readonly identification?: number;
}

/** A UDP datagram that asks for a hop. */
export interface UdpProbe extends ProbeRoute {
  /** 16 bits. */
  readonly sourcePort: number;
  /** 16 bits; most tools begin at 33434. */
  readonly destinationPort: number;
  /** Written as given. Default the right one. */
  readonly checksum?: number;
  /** Default 12 zeros. */
  readonly payload?: Uint8Array;
}

/** A UDP probe as bytes. */
export function udpProbe(probe: UdpProbe): Uint8Array {
  const { sourcePort, destinationPort, checksum, payload = new Uint8Array(12) } = probe;
  return encodeDatagram({
    ip: ipHeader(probe, 17),
    payload: {
      kind: 'udp',
      sourcePort,
      destinationPort,
      payload,
      surplus: new Uint8Array(0),
      ...(checksum === undefined ? {} : { checksum }),
    },
  });
}

/** An echo request that asks for a hop. */
export interface IcmpProbe extends ProbeRoute {
  /** 16 bits. */
  readonly identifier: number;
  /** 16 bits. */
  readonly sequenceNumber: number;
  /** Default 12 zeros. */
  readonly data?: Uint8Array;
}

/** An ICMP or ICMPv6 echo request as bytes. */
export function icmpProbe(probe: IcmpProbe): Uint8Array {
  const { identifier, sequenceNumber, data = new Uint8Array(12) } = probe;
  const echo = { name: 'echo-request', code: 0, identifier, sequenceNumber, data } as const;
  return encodeDatagram(
    addressFamily(probe.destination) === 4
      ? { ip: ipHeader(probe, 1), payload: { kind: 'icmpv4', type: 8, ...echo } }
      : { ip: ipHeader(probe, 58), payload: { kind: 'icmpv6', type: 128, ...echo } },
  );
}

/** A TCP segment that asks for a hop. */
export interface TcpProbe extends ProbeRoute {
  /** 16 bits. */
  readonly sourcePort: number;
  /** 16 bits. */
  readonly destinationPort: number;
  /** 32 bits. */
  readonly sequenceNumber: number;
  /** 32 bits. Default 0. */
  readonly acknowledgmentNumber?: number;
  /** Control bits of `TcpFlag`. Default SYN. */
  readonly flags?: number;
}

/** A TCP segment without options and payload as bytes. */
export function tcpProbe(probe: TcpProbe): Uint8Array {
  const { sourcePort, destinationPort, sequenceNumber, acknowledgmentNumber = 0, flags = TcpFlag.syn } = probe;
  return encodeDatagram({
    ip: ipHeader(probe, 6),
    payload: {
      kind: 'tcp',
      sourcePort,
      destinationPort,
      sequenceNumber,
      acknowledgmentNumber,
      reserved: 0,
      flags,
      window: 5840,
      urgentPointer: 0,
      options: [],
      payload: new Uint8Array(0),
    },
  });
}

/** An IP header of the family that the addresses have, its lengths left to the encoder. */
export function ipHeader(
  { source, destination, ttl, identification = 0 }: ProbeRoute,
  protocol: number,
): DatagramInit['ip'] {
  return addressFamily(destination) === 4
    ? {
        version: 4,
        typeOfService: 0,
        identification,
        reservedFlag: false,
        dontFragment: false,
        moreFragments: false,
        fragmentOffset: 0,
        ttl,
        protocol,
        source,
        destination,
        options: [],
      }
    : {
        version: 6,
        trafficClass: 0,
        flowLabel: 0,
        nextHeader: protocol,
        hopLimit: ttl,
        source,
        destination,
        extensionHeaders: [],
      };
}
