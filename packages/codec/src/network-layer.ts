import { type Ipv4Header, reachIpv4 } from './ipv4.js';
import { type Ipv6Header, reachIpv6 } from './ipv6.js';
import type { NoHeader, ReachedHeader } from './reached-header.js';
import { failure } from './result.js';

/** The IP layer of either version. */
export type NetworkLayer = ReachedHeader<Ipv4Header | Ipv6Header>;

/** Reads the IP header as far as it is there. */
export function reachNetworkLayer(bytes: Uint8Array): NetworkLayer | NoHeader {
  const first = bytes[0];
  if (first === undefined) return { ip: null, failure: failure('ip', 'truncated', 0, 1, 0) };
  if (first >> 4 === 4) return reachIpv4(bytes);
  if (first >> 4 === 6) return reachIpv6(bytes);
  return { ip: null, failure: failure('ip', 'version', 0, 1, bytes.length) };
}
