import { readUint8 } from '../wire.js';

const HEX: readonly string[] = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
const HEX_COLON: readonly string[] = HEX.map((text) => `${text}:`);

/** The 6 bytes at `offset`, which the caller knows to be there, as lower-case hex with colons. */
export function readHardwareAddress(bytes: Uint8Array, offset: number): string {
  return (
    hexColon(bytes, offset) +
    hexColon(bytes, offset + 1) +
    hexColon(bytes, offset + 2) +
    hexColon(bytes, offset + 3) +
    hexColon(bytes, offset + 4) +
    (HEX[readUint8(bytes, offset + 5)] as string)
  );
}

/** The reverse. Throws `RangeError` naming `field`. */
export function writeHardwareAddress(bytes: Uint8Array, offset: number, address: string, field: string): void {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(address)) {
    throw new RangeError(`${field} must be six hexadecimal bytes with colons, is ${JSON.stringify(address)}`);
  }
  bytes.set(
    address.split(':').map((byte) => Number.parseInt(byte, 16)),
    offset,
  );
}

function hexColon(bytes: Uint8Array, offset: number): string {
  return HEX_COLON[readUint8(bytes, offset)] as string;
}
