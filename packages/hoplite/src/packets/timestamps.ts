import { type CapturePacket, formatTimestamp } from '@hoplite/engine';

const SECOND = 1_000_000_000;

/**
 * When each packet crossed the interface, as RFC 3339 in UTC with nine decimals. Packets of the same second share the
 * text before the point: nothing but the decimals is made anew.
 */
export function timestamps(): (packet: CapturePacket) => string {
  let origin: bigint | null = null;
  let originDecimals = 0;
  let second = Number.NaN;
  let prefix = '';

  return (packet) => {
    if (packet.origin !== origin) {
      origin = packet.origin;
      originDecimals = Number(formatTimestamp(origin).slice(-10, -1));
      second = Number.NaN;
    }
    const nanoseconds = originDecimals + packet.at;
    // Over 104 days the sum below is not exact.
    if (!Number.isSafeInteger(nanoseconds)) return formatTimestamp(origin + BigInt(packet.at));

    const secondNow = Math.floor(nanoseconds / SECOND);
    if (secondNow !== second) {
      second = secondNow;
      prefix = formatTimestamp(origin + BigInt(packet.at)).slice(0, -10);
    }
    // In this order no step leaves the safe integers.
    const decimals = SECOND + (nanoseconds - secondNow * SECOND);
    return `${prefix}${String(decimals).slice(1)}Z`;
  };
}
