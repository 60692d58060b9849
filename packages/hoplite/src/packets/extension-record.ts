import { type ExtensionObject, encodeExtensionObject, type QuotedPayload } from '@hoplite/codec';
import { hexOf } from './hex.js';
import { type PlainObject, plainObject } from './plain.js';

/**
 * An object of an ICMP extension structure (RFC 4884 section 8): its header, then its fields, which are those of the codec's
 * `ExtensionObject` of that kind.
 */
export interface ExtensionRecord extends PlainObject {
  /** Bytes of the whole object, its header of 4 among them. */
  readonly length: number;
  /** The Class-Num, 0 to 255. */
  readonly class: number;
  /** The C-Type, 0 to 255. */
  readonly type: number;
  /** `mpls-label-stack`, `interface-information`, `interface-identification`; `unknown` where only the payload's bytes follow. */
  readonly kind: string;
}

/** The extension objects of an ICMP message; none for anything else. */
export function extensionRecords(payload: QuotedPayload | null): readonly ExtensionRecord[] {
  if (payload === null || !('extensions' in payload) || !payload.extensions) return [];
  return payload.extensions.objects.map(extensionRecord);
}

function extensionRecord(object: ExtensionObject): ExtensionRecord {
  const bytes = encodeExtensionObject(object);
  const fields = object.kind === 'unknown' ? { payload: hexOf(object.payload) } : plainObject(object);
  return { length: bytes.length, class: bytes[2] ?? 0, type: bytes[3] ?? 0, kind: object.kind, ...fields };
}
