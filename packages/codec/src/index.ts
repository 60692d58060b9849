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
export type { Echo, IcmpOther } from './icmp-common.js';
export type { ExtendedEcho, ExtendedEchoReply, ExtendedEchoRequest } from './icmp-extended-echo.js';
export {
  type ExtensionObject,
  type ExtensionStructure,
  type ExtensionStructureInit,
  encodeExtensionObject,
  type UnknownExtensionObject,
} from './icmp-extensions.js';
export type { IcmpInit, IcmpOriginal } from './icmp-original.js';
export type {
  Icmpv4,
  Icmpv4Body,
  Icmpv4DestinationUnreachable,
  Icmpv4Header,
  Icmpv4Init,
  Icmpv4ParameterProblem,
  Icmpv4Redirect,
  Icmpv4SourceQuench,
  Icmpv4TimeExceeded,
  Icmpv4Timestamp,
} from './icmpv4-messages.js';
export type {
  Icmpv6,
  Icmpv6Body,
  Icmpv6Header,
  Icmpv6Init,
  Icmpv6PacketTooBig,
  Icmpv6ParameterProblem,
  Icmpv6Undelivered,
} from './icmpv6.js';
export { type InterfaceIdentification, identifyByAddress, identifyByName } from './interface-identification.js';
export {
  type InterfaceAddress,
  type InterfaceInformation,
  type InterfaceName,
  interfaceName,
} from './interface-information.js';
export type { Ipv4Header, Ipv4HeaderInit } from './ipv4.js';
export { fragmentIpv4 } from './ipv4-fragments.js';
export type {
  Ipv4Option,
  Ipv4RouteOption,
  Ipv4RouterAlert,
  Ipv4TimestampEntry,
  Ipv4TimestampOption,
} from './ipv4-options.js';
export type { Ipv6Header, Ipv6HeaderInit } from './ipv6.js';
export type {
  Ipv6AuthenticationHeader,
  Ipv6ExtensionHeader,
  Ipv6OptionsHeader,
  Ipv6OtherHeader,
  Ipv6RoutingHeader,
} from './ipv6-extension-headers.js';
export type { Ipv6FragmentHeader } from './ipv6-fragment-header.js';
export type { Ipv6Option } from './ipv6-options.js';
export { decodeFrame, encodeFrame, type Frame, LinkType, linkTypeName } from './link/frame.js';
export type {
  BsdLoopback,
  Ethernet,
  FrameRelay,
  LinkLayer,
  LinuxSll,
  LinuxSll2,
  Llc,
  Mpls,
  Network,
  Ppp,
  Snap,
  Vlan,
} from './link/layers.js';
export type { MplsLabelStack, MplsLabelStackEntry } from './mpls-label-stack.js';
export { type NetworkLayer, reachNetworkLayer } from './network-layer.js';
export type {
  EndOfListOption,
  ListedOption,
  MalformedOption,
  NoOperationOption,
  UnknownOption,
} from './option-list.js';
export type { Optional } from './optional.js';
export { decodeQuote, type Quote, type QuotedPayload } from './quote.js';
export type { Reached } from './reach.js';
export type { NoHeader, ReachedHeader } from './reached-header.js';
export { type DecodeFailure, type DecodeResult, describeFailure, type FailureReason, type Layer } from './result.js';
export { type Tcp, TcpFlag, type TcpInit } from './tcp.js';
export type { SackBlock, TcpOption } from './tcp-options.js';
export type { Udp, UdpInit } from './udp.js';
export type { UdpLite, UdpLiteInit } from './udp-lite.js';
export { decodeUtf8, encodeUtf8 } from './utf8.js';
export { type ChecksumReport, type ChecksumState, verifyChecksums } from './verify.js';
