export {
  createRawTransport,
  type RawTransportOptions,
  type RawTransportSupport,
  rawTransportSupport,
} from './create.js';
export { RawSocketsUnavailable } from './unavailable.js';
