import { type Address, decodeUtf8, encodeUtf8, LinkType } from '@hoplite/codec';
import type { CapturePacket, Instant, SendError } from '@hoplite/engine';
import type { WritablePacket } from '../writable-packet.js';
import type { PcapngInterface } from '../write-pcapng.js';
import { fromHex, isMembers, isNumber, isText, isTexts, type Members, readMembers, toHex } from './json.js';
import { RecordingError } from './recording-error.js';

/** Something that crossed the port of a recorded transport; `frame` is its packet's number, where that is asked for. */
export type RecordedEvent = { readonly at: Instant; readonly frame?: number } & RecordedHappening;

export type RecordedHappening =
  | { readonly kind: 'opened'; readonly error: SendError | null }
  /** What `sourceFor` answered. */
  | { readonly kind: 'source'; readonly destination: Address; readonly answer: Address | SendError }
  /** `asked` is the datagram that was given to be sent; `actual` and `unknown` are the listener's, null where left out. */
  | {
      readonly kind: 'sent';
      readonly id: number;
      readonly asked: Uint8Array;
      readonly actual: Uint8Array | null;
      readonly unknown: readonly string[] | null;
      readonly sentBy: 'process' | null;
    }
  | { readonly kind: 'failed'; readonly id: number; readonly asked: Uint8Array; readonly error: SendError }
  | {
      readonly kind: 'received';
      readonly datagram: Uint8Array;
      readonly reconstructed: readonly string[] | null;
      readonly id: number | null;
    }
  | { readonly kind: 'noticed'; readonly code: string; readonly text: string }
  | { readonly kind: 'broken'; readonly error: SendError }
  /** A trace was ended from outside, by its number in its engine. */
  | { readonly kind: 'interrupted'; readonly trace: number; readonly outcome: 'aborted' | 'shutdown' }
  | { readonly kind: 'closed' };

/** What is no datagram. */
type NotedHappening = Exclude<RecordedHappening, { readonly kind: 'sent' | 'received' }>;

type Happening<K extends RecordedHappening['kind']> = Extract<RecordedHappening, { readonly kind: K }>;

/** Wireshark's "exported PDU" (`exported_pdu_tlvs.h`): a packet that names its own dissector. */
const EXPORTED_PDU = 252;

/** Its tag 12, the dissector's name, 4 bytes: `json`; then the end of the tags. */
const JSON_TAGS = Uint8Array.of(0, 12, 0, 4, 0x6a, 0x73, 0x6f, 0x6e, 0, 0, 0, 0);

/**
 * Datagrams stand in a recording as they crossed the interface, so that every reader of captures reads them; what else
 * there is to say of one is its comment. What is no datagram is a note: JSON on an interface of its own.
 */
export const RECORDING_INTERFACES: readonly PcapngInterface[] = [
  { linkType: LinkType.raw, name: 'hoplite' },
  { linkType: EXPORTED_PDU, name: 'hoplite-notes' },
];
const DATAGRAMS = 0;
const NOTES = 1;

/** An event as a packet of a recording whose clock begins at `origin`. */
export function encodeEvent(event: RecordedEvent, origin: bigint): WritablePacket {
  const { at } = event;
  switch (event.kind) {
    case 'sent': {
      const { id, asked, actual, unknown, sentBy } = event;
      const comment = {
        sent: id,
        ...(actual === null ? {} : { asked: toHex(asked) }),
        ...(unknown === null ? {} : { unknown }),
        ...(sentBy === null ? {} : { sentBy }),
      };
      return packet(at, origin, DATAGRAMS, actual ?? asked, JSON.stringify(comment));
    }
    case 'received': {
      const { datagram, reconstructed, id } = event;
      const comment = { ...(reconstructed === null ? {} : { reconstructed }), ...(id === null ? {} : { answers: id }) };
      const plain = reconstructed === null && id === null;
      return packet(at, origin, DATAGRAMS, datagram, plain ? null : JSON.stringify(comment));
    }
    default: {
      const text = encodeUtf8(JSON.stringify(noteOf(event)));
      const frame = new Uint8Array(JSON_TAGS.length + text.length);
      frame.set(JSON_TAGS);
      frame.set(text, JSON_TAGS.length);
      return packet(at, origin, NOTES, frame, null);
    }
  }
}

/**
 * Reads a packet of a recording, whose frame the event keeps; null for what was added to it by others. Throws
 * `RecordingError`.
 */
export function decodeEvent(packet: CapturePacket, origin: bigint): RecordedEvent | null {
  const at = Number(packet.origin + BigInt(packet.at) - origin);
  const where = `frame ${packet.number} of the recording`;
  if (packet.linkType !== RECORDING_INTERFACES[packet.interface]?.linkType) return null;
  if (!Number.isSafeInteger(at)) throw new RecordingError(`${where} is years away from its beginning`);
  if (packet.interface === DATAGRAMS) return { at, ...readDatagram(packet, where) };
  return { at, ...readNote(readMembers(decodeUtf8(packet.frame.subarray(JSON_TAGS.length)), where), where) };
}

function packet(
  at: Instant,
  origin: bigint,
  number: number,
  frame: Uint8Array,
  comment: string | null,
): WritablePacket {
  return { at, origin, frame, interface: number, originalLength: frame.length, comment };
}

function noteOf(event: NotedHappening): Members {
  switch (event.kind) {
    case 'opened':
      return event.error === null ? { opened: true } : { opened: false, error: event.error };
    case 'source':
      return isText(event.answer)
        ? { sourceFor: event.destination, source: event.answer }
        : { sourceFor: event.destination, error: event.answer };
    case 'failed':
      return { failed: event.id, asked: toHex(event.asked), error: event.error };
    case 'noticed':
      return { noticed: event.code, text: event.text };
    case 'broken':
      return { broken: event.error };
    case 'interrupted':
      return { interrupted: event.trace, outcome: event.outcome };
    case 'closed':
      return { closed: true };
  }
}

function readNote(note: Members, where: string): NotedHappening {
  const { opened, sourceFor, source, failed, error, noticed, text, broken, interrupted, outcome } = note;
  if (opened === true) return { kind: 'opened', error: null };
  if (opened === false && isError(error)) return { kind: 'opened', error };
  if (isText(sourceFor) && isText(source)) return { kind: 'source', destination: sourceFor, answer: source };
  if (isText(sourceFor) && isError(error)) return { kind: 'source', destination: sourceFor, answer: error };
  const asked = fromHex(note.asked);
  if (isNumber(failed) && asked !== null && isError(error)) return { kind: 'failed', id: failed, asked, error };
  if (isText(noticed) && isText(text)) return { kind: 'noticed', code: noticed, text };
  if (isError(broken)) return { kind: 'broken', error: broken };
  if (isNumber(interrupted) && (outcome === 'aborted' || outcome === 'shutdown')) {
    return { kind: 'interrupted', trace: interrupted, outcome };
  }
  if (note.closed === true) return { kind: 'closed' };
  throw new RecordingError(`${where} is a note that says nothing known`);
}

function readDatagram(packet: CapturePacket, where: string): Happening<'sent' | 'received'> {
  const { frame: datagram, comment } = packet;
  const said = comment === null ? {} : readMembers(comment, `the comment of ${where}`);
  if ('sent' in said) {
    const { sent: id, unknown = null } = said;
    const asked = said.asked === undefined ? datagram : fromHex(said.asked);
    if (isNumber(id) && asked !== null && (unknown === null || isTexts(unknown))) {
      const sentBy = said.sentBy === 'process' ? said.sentBy : null;
      return { kind: 'sent', id, asked, actual: asked === datagram ? null : datagram, unknown, sentBy };
    }
  } else {
    const { reconstructed = null, answers: id = null } = said;
    if ((reconstructed === null || isTexts(reconstructed)) && (id === null || isNumber(id))) {
      return { kind: 'received', datagram, reconstructed, id };
    }
  }
  throw new RecordingError(`the comment of ${where} says nothing known`);
}

function isError(value: unknown): value is SendError {
  return isMembers(value) && isText(value.code) && isText(value.message);
}
