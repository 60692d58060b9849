import { hoplite } from '../hoplite.js';

/** What is compared of a record of `hoplite packets --format ndjson`. */
export interface PacketRecord extends DatagramRecord {
  readonly number: number;
  readonly at: string;
  readonly interface: number;
  readonly link: string;
  readonly length: number;
  readonly captured: number;
  readonly layers: readonly { readonly kind: string; readonly vlan?: number }[];
  readonly quote: DatagramRecord | null;
  readonly extensions: readonly ExtensionRecord[];
  /** Why decoding stopped short. */
  readonly problem: object | null;
  readonly checksums: {
    readonly ip: ChecksumState | null;
    readonly payload: ChecksumState | null;
    readonly extensions: ChecksumState | null;
  } | null;
}

export type ChecksumState = 'valid' | 'invalid' | 'absent' | 'unverifiable';

/** A datagram, or the quote of one. */
export interface DatagramRecord {
  readonly ip: Ipv4Record | Ipv6Record | null;
  readonly udp?: PortsRecord & { readonly length: number; readonly checksum: number };
  readonly tcp?: PortsRecord & {
    readonly sequenceNumber?: number;
    readonly acknowledgmentNumber?: number;
    readonly reserved?: number;
    readonly flags?: number;
    readonly window?: number;
    readonly checksum?: number;
  };
  readonly icmp?: IcmpRecord;
}

interface PortsRecord {
  readonly sourcePort: number;
  readonly destinationPort: number;
}

export interface Ipv4Record {
  readonly version: 4;
  readonly headerLength: number;
  readonly typeOfService: number;
  readonly totalLength: number;
  readonly identification: number;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  readonly fragmentOffset: number;
  readonly ttl: number;
  readonly protocol: number;
  readonly headerChecksum: number;
  readonly source: string;
  readonly destination: string;
  readonly options: readonly { readonly kind: string; readonly type?: number }[];
}

export interface Ipv6Record {
  readonly version: 6;
  readonly trafficClass: number;
  readonly flowLabel: number;
  readonly payloadLength: number;
  readonly nextHeader: number;
  readonly hopLimit: number;
  readonly source: string;
  readonly destination: string;
  readonly extensionHeaders: readonly Ipv6ExtensionRecord[];
}

interface Ipv6ExtensionRecord {
  readonly kind: string;
  readonly fragmentOffset?: number;
  readonly moreFragments?: boolean;
  readonly identification?: number;
}

export interface IcmpRecord {
  readonly type: number;
  readonly code: number;
  readonly checksum: number;
  readonly name: string;
  readonly identifier?: number;
  readonly sequenceNumber?: number;
  readonly nextHopMtu?: number;
  readonly mtu?: number;
  readonly length?: number;
  readonly extensionHeader?: { readonly version: number } | null;
}

export interface ExtensionRecord {
  readonly kind: string;
  readonly length: number;
  readonly class: number;
  readonly type: number;
  readonly entries?: readonly {
    readonly label: number;
    readonly trafficClass: number;
    readonly bottom: boolean;
    readonly ttl: number;
  }[];
  readonly role?: number;
  readonly interfaceIndex?: number | null;
  readonly address?: { readonly address: string } | null;
  readonly interfaceName?: { readonly text: string } | null;
  readonly mtu?: number | null;
}

/** The records of all packets of a capture. */
export async function packetRecords(path: string): Promise<readonly PacketRecord[]> {
  const printed = await hoplite('packets', '--format', 'ndjson', path);
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
