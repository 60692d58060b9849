import { ndjson } from './ndjson.js';
import type { PacketFormat } from './packet-format.js';
import { text } from './text.js';

/** The formats of packets by their names on the command line: a new one is one file and one line here. */
export const packetFormats = {
  /** A line a packet: the layers from the outside in, and what an ICMP error quotes in brackets. */
  text: text as PacketFormat,
  /** A `PacketRecord` a line. */
  ndjson: ndjson as PacketFormat,
};

/** The names of the formats that print packets. */
export type PacketFormatName = keyof typeof packetFormats;
