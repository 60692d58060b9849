import { EpollEvent } from './constants.js';
import { must } from './errno.js';
import type { Libc, Watch } from './libc.js';

/** `struct epoll_event`: packed on x86-64 only, where the kernel keeps the layout of 32-bit programs. */
const LAYOUT = process.arch === 'x64' ? { size: 12, data: 4 } : { size: 16, data: 8 };

const MOST_AT_ONCE = 128;

/**
 * One epoll descriptor for all sockets and a timer, and one handle of the event loop for it: an error queue would make
 * libuv give up watching a socket itself.
 */
export class Poller {
  readonly #libc: Libc;
  readonly #epoll: number;
  readonly #timer: number;
  readonly #events = new Uint8Array(MOST_AT_ONCE * LAYOUT.size);
  readonly #eventsView: DataView = new DataView(this.#events.buffer);
  readonly #setting = new Uint8Array(32);
  readonly #handlers = new Map<number, (events: number) => void>();
  #watch: Watch | null = null;
  #armedAt: bigint | null = null;
  #open = true;

  /** Throws `SystemError`. */
  constructor(libc: Libc) {
    this.#libc = libc;
    this.#epoll = must('epoll_create1', libc.epollCreate());
    this.#timer = libc.timerCreate();
    try {
      must('timerfd_create', this.#timer);
      this.add(this.#timer, EpollEvent.in, () => this.#expire());
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Calls back in the event loop when anything is ready, the timer included. It does not keep the process alive. */
  start(callback: () => void): void {
    this.#watch = this.#libc.watch(this.#epoll, callback);
    this.#watch.keepAlive(false);
  }

  keepAlive(wanted: boolean): void {
    this.#watch?.keepAlive(wanted);
  }

  /** Throws `SystemError`. */
  add(fd: number, events: number, handler: (events: number) => void): void {
    const event = new Uint8Array(LAYOUT.size);
    const view = new DataView(event.buffer);
    view.setUint32(0, events, true);
    view.setInt32(LAYOUT.data, fd, true);
    must('epoll_ctl', this.#libc.epollControl(this.#epoll, 1, fd, event));
    this.#handlers.set(fd, handler);
  }

  /** Before the descriptor is closed. */
  remove(fd: number): void {
    if (!this.#handlers.delete(fd) || !this.#open) return;
    this.#libc.epollControl(this.#epoll, 2, fd, new Uint8Array(LAYOUT.size));
  }

  /** Calls the handlers of what is ready; returns how many were. */
  poll(): number {
    if (!this.#open) return 0;
    const count = Math.max(0, this.#libc.epollWait(this.#epoll, this.#events, MOST_AT_ONCE));
    const ready = Array.from({ length: count }, (_, i) => ({
      events: this.#eventsView.getUint32(i * LAYOUT.size, true),
      fd: this.#eventsView.getInt32(i * LAYOUT.size + LAYOUT.data, true),
    }));
    // A handler may remove what is ready too.
    for (const { fd, events } of ready) this.#handlers.get(fd)?.(events);
    return count;
  }

  /** Makes the timer ready at an instant of CLOCK_MONOTONIC, in nanoseconds; null for never. */
  arm(at: bigint | null): void {
    if (at === this.#armedAt || !this.#open) return;
    this.#armedAt = at;
    const view = new DataView(this.#setting.buffer);
    // Zero would disarm it.
    const nanoseconds = at === null ? 0n : at > 0n ? at : 1n;
    view.setBigInt64(16, nanoseconds / 1_000_000_000n, true);
    view.setBigInt64(24, nanoseconds % 1_000_000_000n, true);
    must('timerfd_settime', this.#libc.timerSet(this.#timer, this.#setting));
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#watch?.close();
    this.#handlers.clear();
    if (this.#timer >= 0) this.#libc.close(this.#timer);
    this.#libc.close(this.#epoll);
  }

  #expire(): void {
    this.#armedAt = null;
    this.#libc.read(this.#timer, new Uint8Array(8));
  }
}
