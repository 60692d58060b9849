import { describeFailure, LinkType, linkTypeName, type Quote, verifyChecksums } from '@hoplite/codec';
import type { CapturePacket } from '@hoplite/engine';
import { printable } from '../terminal.js';
import { type DecodedPacket, decodePacket } from './decode.js';
import { extensionsText } from './extensions-text.js';
import { ipText } from './ip-text.js';
import { layersText, networkText } from './link-text.js';
import type { PacketFormat } from './packet-format.js';
import { payloadText } from './payload-text.js';
import { timestamps } from './timestamps.js';

/**
 * A line a packet, the layers from the outside in (here in three for the page's sake):
 *
 * ```text
 *      2 2026-01-31T12:00:00.000074000Z ethernet 102 bytes: 10.0.0.2 > 10.0.0.1 ttl 64 id 7 length 88,
 *        icmp 11/0 time-exceeded sum 0x1f2e [10.0.0.1 > 192.0.2.1 ttl 1 id 3 length 60, udp 40123 > 33434 length 40
 *        sum 0x0003] <MPLS:L=24001,E=0,S=1,T=1>
 * ```
 */
export const text: PacketFormat = () => {
  const timestamp = timestamps();
  return (packet) => `${String(packet.number).padStart(6)} ${timestamp(packet)} ${packetText(packet)}\n`;
};

/** What a datagram says, as a line of the same kind has it: `10.0.0.1 > 192.0.2.1 ttl 1 id 3 length 60, udp ...`. */
export function datagramText(datagram: Uint8Array): string {
  const decoded = decodePacket({ linkType: LinkType.raw, frame: datagram });
  return (contentText(decoded) + faultsText(decoded)).replace(/^: /, '').trimStart();
}

/** What stands behind number and time. */
function packetText(packet: CapturePacket): string {
  const decoded = decodePacket(packet);
  let line = linkTypeName(packet.linkType);
  if (decoded.frame !== null) line += layersText(decoded.frame.layers);
  line += ` ${packet.originalLength} bytes`;
  if (packet.frame.length !== packet.originalLength) line += ` (${packet.frame.length} captured)`;
  line += contentText(decoded) + faultsText(decoded);
  if (packet.comment !== null) line += ` # ${printable(packet.comment)}`;
  return line;
}

function faultsText(decoded: DecodedPacket): string {
  const { problem } = decoded;
  return (problem === null ? '' : ` !! ${describeFailure(problem)}`) + wrongChecksums(decoded);
}

function contentText({ frame, ip, payload, quote }: DecodedPacket): string {
  if (ip === null) return frame?.network === 'other' ? `: ${networkText(frame)}` : '';
  let content = `: ${ipText(ip)}`;
  if (payload !== null) content += `, ${payloadText(payload, ip)}`;
  if (quote !== null) content += ` [${quoteText(quote)}]`;
  if (payload !== null && 'extensions' in payload && payload.extensions) content += extensionsText(payload.extensions);
  return content;
}

/** That a quote is cut is the normal case; anything else that is wrong with it is worth a word. */
function quoteText({ ip, payload, stopped }: Quote): string {
  let quote = ip === null ? '' : ipText(ip);
  if (ip !== null && payload !== null) quote += `, ${payloadText(payload, ip)}`;
  if (stopped !== null && stopped.reason !== 'truncated') quote += ` !! ${describeFailure(stopped)}`;
  return quote;
}

/**
 * Of ICMP only: what a sender's own capture shows of UDP, TCP and IP is often not summed yet, since the network card does
 * it. The records have all of them.
 */
function wrongChecksums({ frame, payload }: DecodedPacket): string {
  if (frame === null || (payload?.kind !== 'icmpv4' && payload?.kind !== 'icmpv6')) return '';
  const checksums = verifyChecksums(frame.payload);
  const message = checksums?.payload === 'invalid' ? ` !! ${payload.kind}: wrong checksum` : '';
  return checksums?.extensions === 'invalid' ? `${message} !! icmp-extension: wrong checksum` : message;
}
