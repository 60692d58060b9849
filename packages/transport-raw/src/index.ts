export {
  createRawTransport,
  examineRaw,
  type RawAbilities,
  type RawTransportOptions,
} from './create.js';
export { RawUnavailableError } from './unavailable.js';
