import type { DecodeFailure } from './result.js';

/** An IP header and what it says of the bytes behind it: what both doors begin with. */
export interface ReachedHeader<Header> {
  readonly ip: Header;
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
export interface NoHeader {
  readonly ip: null;
  readonly failure: DecodeFailure;
}
