/**
 * pcapng (draft-ietf-opsawg-pcapng): a file of blocks. A section header gives the byte order of what follows and forgets
 * the interfaces described before.
 *
 * ```text
 * any block               type (4)  total length (4)  body  options  total length (4)
 * section header          byte order magic (4)  major (2)  minor (2)  section length (8)
 * interface description   link type (2)  reserved (2)  snap length (4)
 * packet (obsolete)       interface (2)  drops (2)  time (8)  captured length (4)  original length (4)  frame
 * simple packet           original length (4)  frame; no options
 * enhanced packet         interface (4)  time (8)  captured length (4)  original length (4)  frame
 * option                  code (2)  length (2)  value
 * ```
 */
export const BlockType = {
  /** The same in both byte orders. */
  sectionHeader: 0x0a0d_0d0a,
  interfaceDescription: 1,
  packet: 2,
  simplePacket: 3,
  enhancedPacket: 6,
} as const;

export const byteOrderMagic = 0x1a2b_3c4d;

/** Codes of options; those from 2 on mean something else in every type of block. */
export const OptionCode = { end: 0, comment: 1, interfaceName: 2, timeResolution: 9, timeOffset: 14 } as const;

/** Blocks without a packet that Wireshark counts as frames: systemd journal, custom blocks, sysdig events. */
const frameBlocks: readonly number[] = [0x9, 0xbad, 0x4000_0bad, 0x204, 0x216, 0x221];

export function isFrameForWireshark(type: number): boolean {
  return frameBlocks.includes(type);
}

/** Frames, option values and blocks are filled up to whole 32-bit words. */
export function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
