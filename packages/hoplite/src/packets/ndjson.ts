import { safeJson } from '../terminal.js';
import type { PacketFormat } from './packet-format.js';
import { packetRecord } from './record.js';
import { timestamps } from './timestamps.js';

/** A `PacketRecord` a line. */
export const ndjson: PacketFormat = () => {
  const timestamp = timestamps();
  return (packet) => `${safeJson(packetRecord(packet, timestamp(packet)))}\n`;
};
