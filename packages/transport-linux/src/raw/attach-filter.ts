import { Level, SocketOption } from '../constants.js';
import type { Libc } from '../libc.js';
import type { Socket } from '../socket.js';
import { encodeFilter, type Instruction } from './filter.js';

/** Lets only what the program accepts into a socket's queue. Throws `SystemError`. */
export function attachFilter(libc: Libc, socket: Socket, program: readonly Instruction[]): void {
  const filter = encodeFilter(program);
  // `struct sock_fprog`: how many instructions, and where.
  const header = new DataView(new ArrayBuffer(16));
  header.setUint16(0, program.length, true);
  header.setBigUint64(8, libc.address(filter), true);
  socket.set(Level.socket, SocketOption.attachFilter, new Uint8Array(header.buffer));
}
