export {
  type PacketRecord,
  type ProblemRecord,
  packetRecord,
  type QuoteRecord,
  type TransportRecord,
} from './packets/record.js';
