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
export { finalDestination } from './final-destination.js';
export type { Echo } from './icmp-common.js';
export type { ExtendedEcho } from './icmp-extended-echo.js';
export {
  type ExtensionObject,
  type ExtensionStructure,
  type ExtensionStructureInit,
  encodeExtensionObject,
} from './icmp-extensions.js';
export type { IcmpInit, IcmpOriginal } from './icmp-original.js';
export type { Icmpv4, Icmpv4Body, Icmpv4Init } from './icmpv4.js';
export type { Icmpv6, Icmpv6Body, Icmpv6Init } from './icmpv6.js';
export { type InterfaceIdentification, identifyByAddress, identifyByName } from './interface-identification.js';
export {
  type InterfaceAddress,
  type InterfaceInformation,
  type InterfaceName,
  interfaceName,
} from './interface-information.js';
export type { Ipv4Header, Ipv4HeaderInit } from './ipv4.js';
export type { Ipv4Option } from './ipv4-options.js';
export type { Ipv6Header, Ipv6HeaderInit } from './ipv6.js';
export type { Ipv6ExtensionHeader } from './ipv6-extension-headers.js';
export type { Ipv6Option } from './ipv6-options.js';
export { decodeFrame, encodeFrame, type Frame, LinkType, linkTypeName } from './link/frame.js';
export type { LinkLayer, Network } from './link/layers.js';
export type { MplsLabelStack, MplsLabelStackEntry } from './mpls-label-stack.js';
export { type NetworkLayer, reachNetworkLayer } from './network-layer.js';
export { decodeQuote, type Quote, type QuotedPayload } from './quote.js';
export type { NoHeader } from './reached-header.js';
export { type DecodeFailure, type DecodeResult, describeFailure, type FailureReason, type Layer } from './result.js';
export { type Tcp, TcpFlag, type TcpInit } from './tcp.js';
export type { TcpOption } from './tcp-options.js';
export type { Udp, UdpInit } from './udp.js';
export type { UdpLite, UdpLiteInit } from './udp-lite.js';
export { decodeUtf8, encodeUtf8 } from './utf8.js';
export { type ChecksumReport, type ChecksumState, verifyChecksums } from './verify.js';
