/**
 * What of `hoplite` runs without Node, as in a browser: records of packets, statistics and pictures of traces. Captures are
 * read there by `@hoplite/transport-pcap/core`, traces found in them by `@hoplite/engine`.
 *
 * @module hoplite/browser
 */
export { interfaceText, mplsText, objectText } from './format/extensions.js';
export type { TraceDocument, TraceFormat } from './format/format.js';
export { hopsToTheEnd, isAnswered } from './format/hops-to-the-end.js';
export { type JsonOptions, json } from './format/json.js';
export { pathGraph } from './format/picture/graph.js';
export { type Layout, layOut, type Row } from './format/picture/layout.js';
export type { Markup } from './format/picture/markup.js';
export type { Layer, Link, NodeKind, PathGraph, PathNode } from './format/picture/path.js';
export { type Picture, type PictureText, pathPicture } from './format/picture/path-picture.js';
export { plotLabels, rttPlot } from './format/picture/rtt-plot.js';
export { colours, pictureStyle } from './format/picture/style.js';
export { annotationText, OUTCOMES, type OutcomeLabel, outcomeText, plural } from './format/picture/words.js';
export { svg } from './format/svg.js';
export { text } from './format/text.js';
export type { ExtensionRecord } from './packets/extension-record.js';
export type { PlainObject } from './packets/plain.js';
export {
  type PacketRecord,
  type ProblemRecord,
  packetRecord,
  type QuoteRecord,
  type TransportRecord,
} from './packets/record.js';
export {
  type AddressStatistics,
  type HopStatistics,
  type JitterStatistics,
  type RttStatistics,
  statisticsOf,
} from './statistics/hop-statistics.js';
export {
  type AddressTally,
  emptyTally,
  type HopTally,
  type TallyBounds,
  type TimeTally,
  tallied,
} from './statistics/hop-tally.js';
export { printable } from './terminal.js';
