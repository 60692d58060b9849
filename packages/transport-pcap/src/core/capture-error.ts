/** What can be wrong with a capture. */
export type CaptureFault =
  /** Neither pcap nor pcapng, or nothing at all. */
  | 'not-a-capture'
  /** A version of the format, or a meaning of a reserved field, that is not known. */
  | 'unsupported'
  /** The file ends within a header, a packet or a block. */
  | 'truncated'
  /** A length that cannot be: it contradicts another one, or what it measures does not fit in. */
  | 'bad-length'
  /** More than a packet, a block or the number of interfaces may be. */
  | 'too-large'
  /** A packet of an interface that the capture does not describe. */
  | 'no-interface'
  /** The file is gzipped, and what gunzips it has given up. */
  | 'corrupt-gzip';

/** A capture is cut, corrupt or none. Every packet before the fault has been yielded. */
export class CaptureError extends Error {
  /** Tells it from other errors, also where it came from another thread or copy of the package. */
  override readonly name = 'CaptureError';
  /** What is wrong, for programs; the message says it for people. */
  readonly code: CaptureFault;
  /** Where the faulty header, record or block begins: bytes from the start of the file (gunzipped, where it was gzipped). */
  readonly offset: number;

  /** @internal */
  constructor(code: CaptureFault, offset: number, what: string, options?: ErrorOptions) {
    super(`${what}, at byte ${offset} (${code})`, options);
    this.code = code;
    this.offset = offset;
  }
}
