import type { DatagramMessage } from '../diagnostics.js';
import { hexDump } from '../packets/hex.js';
import { datagramText } from '../packets/text.js';
import { printable } from '../terminal.js';

/**
 * A datagram as `--debug-socket` shows it: what became of it, when, in seconds of the transport's clock, decoded and in hexadecimal.
 *
 * ```text
 * 0.002000000 received 56 bytes: 10.0.1.2 > 10.0.1.1 ttl 255 id 0 length 56, icmp 11/0 time-exceeded ...
 *         0x0000:  4500 0038 0000 0000 ff01 a4c9 0a00 0102  E..8............
 * ```
 */
export function datagramLines(message: DatagramMessage): string {
  const { datagram } = message;
  return `${outcome(message)} ${datagram.length} bytes: ${datagramText(datagram)}\n${hexDump(datagram).replace(/^(?=.)/gm, '\t')}`;
}

function outcome(message: DatagramMessage): string {
  const when = `${(message.at / 1e9).toFixed(9)} ${message.what}`;
  return message.what === 'failed' ? `${when} (${printable(`${message.error.code} ${message.error.message}`)})` : when;
}
