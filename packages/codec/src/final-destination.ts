import { type Address, readIpv6Address } from './address.js';
import type { Ipv4HeaderInit } from './ipv4.js';
import type { Ipv6HeaderInit } from './ipv6.js';
import type { Ipv6RoutingHeader } from './ipv6-extension-headers.js';

/**
 * Where a source-routed datagram will end: checksums are over that address, not over the one of the next stop (RFC 8200
 * section 8.1; for IPv4 as hosts do it). Null for a routing header of a type whose addresses are not plain to see.
 */
export function finalDestination(ip: Ipv4HeaderInit | Ipv6HeaderInit): Address | null {
  return ip.version === 4 ? routedIpv4(ip) : routedIpv6(ip);
}

function routedIpv4({ destination, options }: Ipv4HeaderInit): Address {
  for (const option of options) {
    if (option.kind !== 'loose-source-route' && option.kind !== 'strict-source-route') continue;
    const length = 3 + 4 * option.addresses.length;
    // RFC 791: a pointer greater than the length says that the route is used up.
    if (option.pointer <= length) return option.addresses.at(-1) ?? destination;
  }
  return destination;
}

function routedIpv6({ destination, extensionHeaders }: Ipv6HeaderInit): Address | null {
  for (const header of extensionHeaders) {
    if (header.kind === 'routing' && header.segmentsLeft > 0) return lastSegment(header);
  }
  return destination;
}

/** The last address of a routing header of type 0 (RFC 2460), 2 (RFC 6275) or 4 (RFC 8754, in reverse order). */
function lastSegment({ routingType, data }: Ipv6RoutingHeader): Address | null {
  // All three have 4 bytes of their own before the addresses.
  if (data.length < 20) return null;
  if (routingType === 4) return readIpv6Address(data, 4);
  if (routingType !== 0 && routingType !== 2) return null;
  return readIpv6Address(data, 4 + 16 * (Math.floor((data.length - 4) / 16) - 1));
}
