export type { TraceDocument, TraceFormat } from './format/format.js';
export { hopsToTheEnd } from './format/hops-to-the-end.js';
export { type JsonOptions, json } from './format/json.js';
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
