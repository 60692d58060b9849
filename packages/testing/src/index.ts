export { datagram, mutatedDatagramBytes, plausibleBytes, validDatagramBytes } from './arbitraries/datagram.js';
export { extensionObject, extensionStructure, labelStackEntry } from './arbitraries/icmp-extensions.js';
export { icmpv4, icmpv4Error } from './arbitraries/icmpv4.js';
export { icmpv6, icmpv6Error } from './arbitraries/icmpv6.js';
export { type FrameParts, frame } from './arbitraries/link.js';
export { type GeneratedTopology, type TopologyShape, topology } from './arbitraries/topology.js';
export { traceResult } from './arbitraries/trace-result.js';
export { ipv4Address, ipv6Address } from './arbitraries/values.js';
export type { FormatFixture } from './conformance/format-fixture.js';
export { formatLaws } from './conformance/format-laws.js';
export type { Law } from './conformance/law.js';
export type { MethodFixture } from './conformance/method-fixture.js';
export { methodLaws } from './conformance/method-laws.js';
export type { TransportFixture } from './conformance/transport-fixture.js';
export { transportLaws } from './conformance/transport-laws.js';
export { captureOf, type PassingDatagram } from './craft/capture.js';
export {
  type IcmpProbe,
  icmpProbe,
  type ProbeRoute,
  type TcpProbe,
  tcpProbe,
  type UdpProbe,
  udpProbe,
} from './craft/probes.js';
export {
  type DirectReplyOptions,
  directReply,
  type ErrorOptions,
  portUnreachable,
  timeExceeded,
  unreachable,
} from './craft/replies.js';
export { fromHex, toHex } from './hex.js';
export {
  checksumsAreJudged,
  decodingIsTotal,
  decodingUndoesEncoding,
  encodingUndoesDecoding,
  laxDoorReachesWhatStrictReads,
  paddingIsNoPart,
  prefixesFail,
} from './laws/codec.js';
export { whatDoesNotFitALayerIsRefused, whatDoesNotFitIsRefused } from './laws/refusal.js';
