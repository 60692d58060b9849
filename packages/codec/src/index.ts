export { type Address, type AddressFamily, addressFamily, formatAddress, parseAddress } from './address.js';
export { compensation, internetChecksum, pseudoHeaderSum, updateChecksum } from './checksum.js';
export {
  type Datagram,
  type DatagramInit,
  decodeDatagram,
  encodeDatagram,
  type Opaque,
  type Payload,
} from './datagram.js';
export type { ExtensionObject, ExtensionStructure } from './icmp-extensions.js';
export type { ExtendedEcho, IcmpOriginal, Icmpv4, Icmpv4Body } from './icmpv4.js';
export type { Icmpv6, Icmpv6Body } from './icmpv6.js';
export type { InterfaceIdentification } from './interface-identification.js';
export type { InterfaceAddress, InterfaceInformation, InterfaceName } from './interface-information.js';
export type { Ipv4Header } from './ipv4.js';
export type { Ipv4Option } from './ipv4-options.js';
export type { Ipv6Header } from './ipv6.js';
export type { Ipv6ExtensionHeader, Ipv6Option } from './ipv6-extension-headers.js';
export { decodeFrame, type Frame, LinkType, linkTypeName } from './link/frame.js';
export type { LinkLayer } from './link/layers.js';
export type { MplsLabelStack, MplsLabelStackEntry } from './mpls-label-stack.js';
export { decodeQuote, type Quote, type QuotedPayload } from './quote.js';
export type { DecodeFailure, DecodeResult, FailureReason, Layer } from './result.js';
export { type Tcp, TcpFlag } from './tcp.js';
export type { TcpOption } from './tcp-options.js';
export type { Udp } from './udp.js';
export type { UdpLite } from './udp-lite.js';
export { type ChecksumReport, type ChecksumState, verifyChecksums } from './verify.js';
