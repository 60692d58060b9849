import { decodeDatagram } from '@hoplite/codec';
import { type Header, readHeader, type SendError } from '@hoplite/engine';

/** The header of a probe; null for what is no probe. */
export function headerOf(datagram: Uint8Array): Header | null {
  const decoded = decodeDatagram(datagram);
  return decoded.ok ? readHeader(decoded.value) : null;
}

/** Why a probe fails of which a capture, or a recording of ours, does not say what became. */
export function unrecorded(datagram: Uint8Array, by: 'capture' | 'recording'): SendError {
  const header = headerOf(datagram);
  const probe =
    header === null
      ? `this datagram of ${datagram.length} bytes`
      : `this ${header.protocol} probe to ${header.destination} with TTL ${header.ttl}`;
  const reason = by === 'recording' ? ', byte for byte: other targets or options make others' : '';
  return { code: 'UNRECORDED', message: `the ${by} does not hold ${probe}${reason}` };
}

/** Why nobody can say by which address a destination was probed. */
export function unrecordedDestination(destination: string): Error & SendError {
  return Object.assign(new Error(`the capture holds no trace to ${destination}`), { code: 'UNRECORDED' });
}
