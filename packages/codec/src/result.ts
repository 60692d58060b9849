/**
 * What every decoder returns. Decoding is total: whatever the bytes, it neither throws nor reads out of bounds.
 */
export type DecodeResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: DecodeFailure };

/** The protocol whose bytes were being read when decoding stopped. */
export type Layer =
  | 'ethernet'
  | 'vlan'
  | 'mpls'
  | 'linux-sll'
  | 'linux-sll2'
  | 'bsd-loopback'
  | 'ppp'
  | 'frame-relay'
  | 'link'
  | 'ip'
  | 'ipv4'
  | 'ipv4-option'
  | 'ipv6'
  | 'ipv6-extension-header'
  | 'udp'
  | 'udp-lite'
  | 'tcp'
  | 'tcp-option'
  | 'icmpv4'
  | 'icmpv6'
  | 'icmp-extension';

/**
 * - `truncated`: the bytes end before the field or the length that a header claims.
 * - `version`: a version field has a value that this layer cannot have.
 * - `header-length`: a header length is smaller than the fixed header or larger than the datagram.
 * - `total-length`: a length field claims less than its own header.
 * - `option-length`: an option's length is below its minimum or passes the end of the options.
 * - `unsupported`: nothing here can read this (a link type, an EtherType).
 * - `too-many`: more nested headers than any real packet has.
 */
export type FailureReason =
  | 'truncated'
  | 'version'
  | 'header-length'
  | 'total-length'
  | 'option-length'
  | 'unsupported'
  | 'too-many';

/** Why decoding stopped: a value, never an exception. Its sentence is made by `describeFailure`. */
export interface DecodeFailure {
  readonly layer: Layer;
  readonly reason: FailureReason;
  /** Where the fault is: bytes from the start of what the caller passed in. */
  readonly offset: number;
  /** How many bytes from the start of this layer the layer needs. */
  readonly needed: number;
  /** How many bytes from the start of this layer there are. */
  readonly available: number;
}
