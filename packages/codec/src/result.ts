/**
 * What every decoder returns. Decoding is total: whatever the bytes, it neither throws nor reads out of bounds.
 */
export type DecodeResult<T> =
  | {
      /** All of it was read. */
      readonly ok: true;
      /** What was read. Its byte fields are views of the input, not copies. */
      readonly value: T;
    }
  | {
      /** Something is cut short or contradicts itself. */
      readonly ok: false;
      /** What is wrong, and where: for a sentence see `describeFailure`. */
      readonly failure: DecodeFailure;
    };

/** The protocol whose bytes were being read when decoding stopped. */
export type Layer =
  | 'ethernet'
  | 'vlan'
  | 'llc'
  | 'snap'
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
  /** Whose bytes they are. */
  readonly layer: Layer;
  /** What is wrong with them. */
  readonly reason: FailureReason;
  /** Where the layer at fault begins: bytes from the start of what the caller passed in. */
  readonly offset: number;
  /** How many bytes from the start of this layer the layer needs: what it claims, or its minimum where it claims less. */
  readonly needed: number;
  /** How many bytes from the start of this layer there are; for `total-length`, how many its length field says. */
  readonly available: number;
}

/** A failure as a sentence for people, such as `ipv4 at byte 0: needs 28 bytes, 20 are there`. */
export function describeFailure({ layer, reason, offset, needed, available }: DecodeFailure): string {
  return `${layer} at byte ${offset}: ${describeReason(reason, needed, available)}`;
}

function describeReason(reason: FailureReason, needed: number, available: number): string {
  const there = `${count(needed)}, ${available} ${available === 1 ? 'is' : 'are'} there`;
  switch (reason) {
    case 'truncated':
      return `needs ${there}`;
    case 'version':
      return 'its version is one that nothing here knows';
    case 'header-length':
      return needed > available ? `its header claims ${there}` : `its header claims less than ${count(needed)}`;
    case 'total-length':
      return `its length field says ${available}, its own header has ${count(needed)}`;
    case 'option-length':
      return needed > available ? `an option claims ${there}` : `an option claims less than ${count(needed)}`;
    case 'unsupported':
      return 'nothing here can read it';
    case 'too-many':
      return 'more headers follow one another than any real packet has';
  }
}

function count(bytes: number): string {
  return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
}

/** Makes a failure value. */
export function failure(
  layer: Layer,
  reason: FailureReason,
  offset: number,
  needed: number,
  available: number,
): DecodeFailure {
  return { layer, reason, offset, needed, available };
}
