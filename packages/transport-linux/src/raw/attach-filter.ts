import { Level, SocketOption } from '../constants.js';
import type { Libc } from '../libc.js';
import type { Socket } from '../socket.js';
import { encodeFilter, type Instruction } from './filter.js';

/** `struct sock_fprog`: how many instructions, and where. */
const HEADER = 16;

/** Lets only what the program accepts into a socket's queue. Throws `SystemError`. */
export function attachFilter(libc: Libc, socket: Socket, program: readonly Instruction[]): void {
  // In one buffer, so that what the header points to lives for as long as the header does.
  const bytes = new Uint8Array(HEADER + program.length * 8);
  bytes.set(encodeFilter(program), HEADER);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, program.length, true);
  view.setBigUint64(8, libc.address(bytes) + BigInt(HEADER), true);
  socket.set(Level.socket, SocketOption.attachFilter, bytes.subarray(0, HEADER));
}
