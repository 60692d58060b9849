import { instantOf } from '../timestamp.js';
import type {
  ChecksumState,
  DatagramRecord,
  ExtensionRecord,
  IcmpRecord,
  Ipv4Record,
  Ipv6Record,
  PacketRecord,
} from './packet-record.js';

/** A value as tshark prints it; null and undefined are not there. */
type Value = string | number | boolean | null | undefined;

/** Where in a record the value of a tshark field is; several values are those of the quoted headers, or of several objects. */
export type Column = (record: PacketRecord) => readonly Value[] | Value;

/** The columns that `hoplite packets` has an answer to. */
export const columns: Readonly<Record<string, Column>> = {
  'frame.number': ({ number }) => number,
  'frame.time_epoch': ({ at }) => String(instantOf(at)).replace(/(\d{9})$/, '.$1'),
  'frame.len': ({ length }) => length,
  'frame.cap_len': ({ captured }) => captured,
  'frame.interface_id': (record) => record.interface,
  'frame.encap_type': ({ link }) => encapsulations[link],
  'vlan.id': ({ layers }) => layers.map(({ vlan }) => vlan),

  'ip.src': ipv4((ip) => ip.source),
  'ip.dst': ipv4((ip) => ip.destination),
  'ip.hdr_len': ipv4((ip) => ip.headerLength),
  'ip.dsfield': ipv4((ip) => hex(ip.typeOfService, 2)),
  'ip.len': ipv4((ip) => ip.totalLength),
  'ip.id': ipv4((ip) => hex(ip.identification, 4)),
  'ip.flags.df': ipv4((ip) => ip.dontFragment),
  'ip.flags.mf': ipv4((ip) => ip.moreFragments),
  'ip.frag_offset': ipv4((ip) => ip.fragmentOffset),
  'ip.ttl': ipv4((ip) => ip.ttl),
  'ip.proto': ipv4((ip) => ip.protocol),
  'ip.checksum': ipv4((ip) => hex(ip.headerChecksum, 4)),
  'ip.checksum.status': ({ ip, checksums }) => (ip?.version === 4 ? status(checksums?.ip) : null),
  'ip.opt.type': ({ ip }) => (ip?.version === 4 ? ip.options.map(optionType) : null),

  'ipv6.src': ipv6((ip) => ip.source),
  'ipv6.dst': ipv6((ip) => ip.destination),
  'ipv6.tclass': ipv6((ip) => hex(ip.trafficClass, 8)),
  'ipv6.flow': ipv6((ip) => hex(ip.flowLabel, 6)),
  'ipv6.plen': ipv6((ip) => ip.payloadLength),
  'ipv6.nxt': ipv6((ip) => ip.nextHeader),
  'ipv6.hlim': ipv6((ip) => ip.hopLimit),
  'ipv6.fraghdr.offset': ipv6((ip) => fragment(ip)?.fragmentOffset),
  'ipv6.fraghdr.more': ipv6((ip) => fragment(ip)?.moreFragments),
  'ipv6.fraghdr.ident': ipv6((ip) => hex(fragment(ip)?.identification, 8)),

  'udp.srcport': each(({ udp }) => udp?.sourcePort),
  'udp.dstport': each(({ udp }) => udp?.destinationPort),
  'udp.length': each(({ udp }) => udp?.length),
  'udp.checksum': each(({ udp }) => hex(udp?.checksum, 4)),
  'udp.checksum.status': ({ udp, checksums }) => udp && status(checksums?.payload),

  'tcp.srcport': each(({ tcp }) => tcp?.sourcePort),
  'tcp.dstport': each(({ tcp }) => tcp?.destinationPort),
  'tcp.seq': each(({ tcp }) => tcp?.sequenceNumber),
  'tcp.seq_raw': each(({ tcp }) => tcp?.sequenceNumber),
  'tcp.ack_raw': each(({ tcp }) => tcp?.acknowledgmentNumber),
  'tcp.flags': each(({ tcp }) => (tcp?.flags === undefined ? null : hex(((tcp.reserved ?? 0) << 8) | tcp.flags, 4))),
  'tcp.window_size_value': each(({ tcp }) => tcp?.window),
  'tcp.checksum': each(({ tcp }) => hex(tcp?.checksum, 4)),
  'tcp.checksum.status': ({ tcp, checksums }) => tcp && status(checksums?.payload),

  'icmp.type': icmpOf(4, (icmp) => icmp.type),
  'icmp.code': icmpOf(4, (icmp) => icmp.code),
  'icmp.checksum': icmpOf(4, (icmp) => hex(icmp.checksum, 4)),
  'icmp.checksum.status': ({ ip, icmp, checksums }) => (ip?.version === 4 && icmp ? status(checksums?.payload) : null),
  'icmp.ident': icmpOf(4, (icmp) => icmp.identifier),
  'icmp.seq': icmpOf(4, (icmp) => icmp.sequenceNumber),
  'icmp.mtu': icmpOf(4, (icmp) => (icmp.code === 4 ? icmp.nextHopMtu : null)),
  'icmp.length': icmpOf(4, (icmp) => icmp.length),

  'icmpv6.type': icmpOf(6, (icmp) => icmp.type),
  'icmpv6.code': icmpOf(6, (icmp) => icmp.code),
  'icmpv6.checksum': icmpOf(6, (icmp) => hex(icmp.checksum, 4)),
  'icmpv6.checksum.status': ({ ip, icmp, checksums }) =>
    ip?.version === 6 && icmp ? status(checksums?.payload) : null,
  'icmpv6.echo.identifier': icmpOf(6, (icmp) => hex(icmp.identifier, 4)),
  'icmpv6.echo.sequence_number': icmpOf(6, (icmp) => icmp.sequenceNumber),
  'icmpv6.mtu': icmpOf(6, (icmp) => icmp.mtu),

  'icmp.ext.version': ({ icmp }) => icmp?.extensionHeader?.version,
  'icmp.ext.checksum.status': ({ icmp, checksums }) => icmp?.extensionHeader && status(checksums?.extensions),
  'icmp.ext.class': extension((object) => object.class),
  'icmp.ext.ctype': extension((object) => object.type),
  'icmp.ext.length': extension((object) => object.length),
  'icmp.mpls.label': label((entry) => entry.label),
  'icmp.mpls.exp': label((entry) => entry.trafficClass),
  'icmp.mpls.s': label((entry) => entry.bottom),
  'icmp.mpls.ttl': label((entry) => entry.ttl),
  'icmp.int_info.role': interfaceInformation((object) => object.role),
  'icmp.int_info.index': interfaceInformation((object) => object.interfaceIndex),
  'icmp.int_info.ipv4': interfaceInformation(({ address }) => (isIpv6(address) ? null : address?.address)),
  'icmp.int_info.ipv6': interfaceInformation(({ address }) => (isIpv6(address) ? address?.address : null)),
  'icmp.int_info.name': interfaceInformation((object) => object.interfaceName?.text),
  'icmp.int_info.mtu': interfaceInformation((object) => object.mtu),
};

/** The columns that it has none to, or says in its own words: which dissectors ran, and what they made of a packet. */
export const columnsApart = ['frame.protocols', '_ws.malformed', '_ws.short'] as const;

/** The cell that tshark should have printed. */
export function cell(column: Column, record: PacketRecord): string {
  const values = [column(record)].flat();
  return values
    .filter((value) => value !== null && value !== undefined)
    .map((value) => (typeof value === 'boolean' ? Number(value) : value))
    .join(',');
}

function each(value: (datagram: DatagramRecord) => Value): Column {
  return (record) => [value(record), record.quote === null ? null : value(record.quote)];
}

function ipv4(value: (ip: Ipv4Record) => Value): Column {
  return each(({ ip }) => (ip?.version === 4 ? value(ip) : null));
}

function ipv6(value: (ip: Ipv6Record) => Value): Column {
  return each(({ ip }) => (ip?.version === 6 ? value(ip) : null));
}

function icmpOf(version: 4 | 6, value: (icmp: IcmpRecord) => Value): Column {
  return each(({ ip, icmp }) => (ip?.version === version && icmp !== undefined ? value(icmp) : null));
}

function extension(value: (object: ExtensionRecord) => Value): Column {
  return ({ extensions }) => extensions.map(value);
}

function interfaceInformation(value: (object: ExtensionRecord) => Value): Column {
  return extension((object) => (object.kind === 'interface-information' ? value(object) : null));
}

const isIpv6 = (address: ExtensionRecord['address']): boolean => address?.address.includes(':') === true;

function label(value: (entry: NonNullable<ExtensionRecord['entries']>[number]) => Value): Column {
  return ({ extensions }) => extensions.flatMap(({ entries = [] }) => entries.map(value));
}

function hex(value: number | undefined, digits: number): string | null {
  return value === undefined ? null : `0x${value.toString(16).padStart(digits, '0')}`;
}

const fragment = ({ extensionHeaders }: Ipv6Record) => extensionHeaders.find(({ kind }) => kind === 'fragment');

function optionType({ kind, type }: { readonly kind: string; readonly type?: number }): Value {
  return type ?? optionTypes[kind];
}

const optionTypes: Readonly<Record<string, number>> = {
  'end-of-options': 0,
  'no-operation': 1,
  'record-route': 7,
  timestamp: 68,
  'loose-source-route': 131,
  'strict-source-route': 137,
  'router-alert': 148,
};

/** Wireshark's proto_checksum_enum_e. */
function status(state: ChecksumState | null | undefined): Value {
  return state == null ? null : { invalid: 0, valid: 1, unverifiable: 2, absent: 3 }[state];
}

/** Wireshark's WTAP_ENCAP_ values. */
const encapsulations: Readonly<Record<string, number>> = {
  ethernet: 1,
  ppp: 4,
  raw: 7,
  null: 15,
  'linux-sll': 25,
  'frame-relay': 26,
  ipv4: 129,
  ipv6: 130,
  'linux-sll2': 210,
};
