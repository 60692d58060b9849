/** An IPv4 or IPv6 address in its one canonical spelling: dotted quad, or RFC 5952 (lower case, longest run of zeros as `::`). */
export type Address = string;

export type AddressFamily = 4 | 6;

/** Writes 4 or 16 bytes as the canonical address. Throws `RangeError` for any other number of bytes. */
export declare function formatAddress(bytes: Uint8Array): Address;

/**
 * Reads an address strictly: 4 decimal numbers without leading zeros, or any RFC 4291 form without a zone.
 * Returns its 4 or 16 bytes, null for anything else (`010.0.0.1`, `127.1`, `1.2.3`, `fe80::1%eth0`).
 */
export declare function parseAddress(text: string): Uint8Array | null;

/** 4 or 6, or null where the text is no address. */
export declare function addressFamily(text: string): AddressFamily | null;
