import { type Ipv4Header, reachIpv4 } from './ipv4.js';
import { type Ipv6Header, reachIpv6 } from './ipv6.js';
import { type DecodeFailure, failure } from './result.js';

/** An IP header and what it says of the bytes behind it: what both doors begin with. */
export interface NetworkLayer {
  readonly ip: Ipv4Header | Ipv6Header;
  /** The protocol of what follows: the Protocol field, or the last Next Header. */
  readonly protocol: number;
  /** Where the payload begins and ends, within the bytes that are there. */
  readonly start: number;
  readonly end: number;
  /** Which fragment of a fragmented datagram it is. */
  readonly fragment: 'none' | 'first' | 'later';
  /** The first of the layer's claims that does not hold. */
  readonly failure: DecodeFailure | null;
}

/** Not even the fixed IP header is there. */
export interface NoNetworkLayer {
  readonly ip: null;
  readonly failure: DecodeFailure;
}

/** Reads the IP header as far as it is there. */
export function reachNetworkLayer(bytes: Uint8Array): NetworkLayer | NoNetworkLayer {
  const first = bytes[0];
  if (first === undefined) return { ip: null, failure: failure('ip', 'truncated', 0, 1, 0) };
  if (first >> 4 === 4) return reachIpv4(bytes);
  if (first >> 4 === 6) return reachIpv6(bytes);
  return { ip: null, failure: failure('ip', 'version', 0, 1, bytes.length) };
}
