import type { DecodeFailure } from './result.js';

/** An IP header and what it says of the bytes behind it: what both doors begin with. */
export interface ReachedHeader<Header> {
  /** All fields of the fixed header; of what follows it, options or extension headers, those that are there. */
  readonly ip: Header;
  /** The protocol of what follows: the Protocol field, or the last Next Header. */
  readonly protocol: number;
  /** Where the payload begins: bytes from the start of the header, never more than there are. */
  readonly start: number;
  /** Where the payload ends: as the header says, or with the bytes that are there. */
  readonly end: number;
  /** `none`: the datagram is whole. `first`: more fragments follow. `later`: the payload goes on where another ended. */
  readonly fragment: 'none' | 'first' | 'later';
  /** The first of the layer's claims that does not hold; null where all hold. */
  readonly failure: DecodeFailure | null;
}

/** Not even the fixed IP header is there. */
export interface NoHeader {
  /** Tells it from a header that was reached. */
  readonly ip: null;
  /** Why there is none: too few bytes, or a version that is neither 4 nor 6. */
  readonly failure: DecodeFailure;
}
