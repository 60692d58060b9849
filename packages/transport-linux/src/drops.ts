import { Level, SocketOption } from './constants.js';
import type { Inbox } from './inbox.js';
import type { Socket } from './socket.js';

/** After so many datagrams in one go a queue may have run over. */
const MANY = 64;

/**
 * What the system dropped that was for a socket, since there was no room in its receive buffer or, the same number to the
 * system, since its checksum is wrong: tells of it, each time more of it becomes known.
 */
export class Drops {
  readonly #socket: Socket;
  readonly #inbox: Inbox;
  #counted = 0;

  constructor(socket: Socket, inbox: Inbox) {
    this.#socket = socket;
    this.#inbox = inbox;
  }

  /** What a datagram said that was received: how many were dropped by then (`SO_RXQ_OVFL`). */
  heard(dropped: number | null): void {
    if (dropped === null || dropped <= this.#counted) return;
    const more = dropped - this.#counted;
    this.#counted = dropped;
    this.#inbox.notice(
      'overflow',
      `${more} replies may be lost: a receive buffer ran over, or their checksums are wrong`,
    );
  }

  /** So many were read in one go: of what was dropped behind the last of them no datagram tells. */
  drained(count: number): void {
    if (count >= MANY) this.heard(this.#byNow());
  }

  /** Of SO_MEMINFO's nine numbers the last (`SK_MEMINFO_DROPS`). */
  #byNow(): number {
    const information = this.#socket.read(Level.socket, SocketOption.memoryInformation, 36);
    return information.length < 36 ? 0 : new DataView(information.buffer).getUint32(32, true);
  }
}
