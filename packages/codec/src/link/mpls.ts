import { encodeLabelStackEntries, type MplsLabelStackEntry, readLabelStackEntry } from '../mpls-label-stack.js';
import { failure } from '../result.js';
import { networkByVersion } from './ethertype.js';
import { type LinkStep, linkTruncated, type Mpls } from './layers.js';

const ENTRY_LENGTH = 4;
/** Deeper than any real stack: SR-MPLS pushes about ten. */
const MOST_ENTRIES = 32;

/** The label stack down to its bottom. No field says what follows; IP shows by its version (RFC 4928 section 2). */
export function decodeMpls(bytes: Uint8Array, offset: number): LinkStep {
  const entries: MplsLabelStackEntry[] = [];
  let end = offset;
  for (let bottom = false; !bottom; end += ENTRY_LENGTH) {
    if (end + ENTRY_LENGTH > bytes.length) return linkTruncated('mpls', bytes, offset, end + ENTRY_LENGTH - offset);
    if (entries.length === MOST_ENTRIES) {
      const needed = end + ENTRY_LENGTH - offset;
      return { ok: false, failure: failure('mpls', 'too-many', offset, needed, bytes.length - offset) };
    }
    const entry = readLabelStackEntry(bytes, end);
    entries.push(entry);
    bottom = entry.bottom;
  }
  return { ok: true, layer: { kind: 'mpls', entries }, end, next: networkByVersion(bytes, end) };
}

export function encodeMpls(layer: Mpls): Uint8Array {
  return encodeLabelStackEntries(layer.entries);
}
