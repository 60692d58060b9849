/** The Internet checksum of RFC 1071 over `bytes`, beginning from `sum` (a partial one's-complement sum, not complemented). */
export declare function internetChecksum(bytes: Uint8Array, sum?: number): number;

/** The partial sum of the pseudo-header of RFC 768, RFC 9293 and RFC 8200 section 8.1, for `internetChecksum`. */
export declare function pseudoHeaderSum(source: string, destination: string, protocol: number, length: number): number;

/** Incremental update by RFC 1624 equation 3: the checksum after one 16-bit word went from `before` to `after`. */
export declare function updateChecksum(checksum: number, before: number, after: number): number;

/**
 * The 16-bit word to write over a zero word of data summed by `checksum` so that the checksum becomes `wanted`
 * (Paris traceroute: a UDP datagram with a chosen checksum). See Augustin et al., IMC 2006.
 */
export declare function compensation(checksum: number, wanted: number): number;
