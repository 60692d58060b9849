import { createRequire } from 'node:module';
import { endianness } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { LinuxUnavailableError } from './unavailable.js';

/**
 * The system calls of this transport, the only door to koffi. What can fail returns the negative error number, as the
 * kernel itself does. Structures are buffers, which must stay referenced for as long as the kernel has their address.
 */
export interface Libc {
  socket(family: number, type: number, protocol: number): number;
  bind(fd: number, address: Uint8Array): number;
  connect(fd: number, address: Uint8Array): number;
  getsockname(fd: number, address: Uint8Array, length: Uint8Array): number;
  setsockopt(fd: number, level: number, option: number, value: Uint8Array): number;
  getsockopt(fd: number, level: number, option: number, value: Uint8Array, length: Uint8Array): number;
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  sendmmsg(fd: number, messages: Uint8Array, count: number, flags: number): number;
  recvmmsg(fd: number, messages: Uint8Array, count: number, flags: number): number;
  close(fd: number): number;
  epollCreate(): number;
  /** `operation`: 1 adds, 2 removes. */
  epollControl(epoll: number, operation: 1 | 2, fd: number, event: Uint8Array): number;
  epollWait(epoll: number, events: Uint8Array, count: number): number;
  /** A timer of CLOCK_MONOTONIC. */
  timerCreate(): number;
  /** To an absolute instant. */
  timerSet(fd: number, setting: Uint8Array): number;
  read(fd: number, into: Uint8Array): number;
  /** Writes a timespec. */
  clockGettime(clock: number, timespec: Uint8Array): void;
  /** Where a buffer lies. */
  address(buffer: Uint8Array): bigint;
  /** Calls back in the event loop for as long as the descriptor is readable; in a worker thread perhaps when it is not. */
  watch(fd: number, callback: () => void): Watch;
}

/** A handle of the event loop. */
export interface Watch {
  /** Whether it keeps the process alive. */
  keepAlive(wanted: boolean): void;
  close(): void;
}

let loaded: Libc | null = null;

/** Throws `LinuxUnavailableError`. */
export function loadLibc(): Libc {
  if (loaded === null) {
    checkMachine({ platform: process.platform, arch: process.arch, endianness: endianness() });
    loaded = bindLibc(loadKoffi(createRequire(import.meta.url), process.arch));
  }
  return loaded;
}

/** Structures are laid out here by hand, as 64-bit little-endian Linux has them. Throws `LinuxUnavailableError`. */
export function checkMachine(machine: { platform: string; arch: string; endianness: 'BE' | 'LE' }): void {
  const { platform, arch, endianness } = machine;
  if (platform !== 'linux') {
    throw new LinuxUnavailableError('NOT_LINUX', `the linux transport needs Linux, this is ${platform}`);
  }
  if (endianness !== 'LE' || !arch.endsWith('64')) {
    const message = `the linux transport needs a 64-bit little-endian machine, this is ${arch}`;
    throw new LinuxUnavailableError('UNSUPPORTED_MACHINE', message);
  }
}

/** What is used here of npm koffi's addon. */
interface Koffi {
  load(path: null): {
    func(name: string, result: string, parameters: readonly string[]): (...given: unknown[]) => unknown;
  };
  errno(): number;
  address(buffer: Uint8Array): bigint;
  readonly node: { poll(fd: number, options: { readable: boolean }, callback: () => void): PollHandle };
}

interface PollHandle {
  ref(): void;
  unref(): void;
  close(): void;
}

/**
 * The addon as koffi's package for this architecture has it. `koffi` itself would find the same one, but has an install
 * script, for where it has to be compiled: pnpm fails to install what depends on it until somebody allows or forbids that.
 * Throws `LinuxUnavailableError`.
 */
export function loadKoffi(require: (name: string) => unknown, arch: string): Koffi {
  try {
    return require(`@koromix/koffi-linux-${arch}`) as Koffi;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LinuxUnavailableError('KOFFI_MISSING', `npm koffi does not load: ${reason}`, error);
  }
}

function bindLibc(koffi: Koffi): Libc {
  const library = koffi.load(null);
  const call = (name: string, result: string, ...parameters: string[]) => {
    const native = library.func(name, result, parameters);
    return (...given: readonly (number | Uint8Array | null)[]): number => {
      const returned = Number(native(...given));
      return returned < 0 ? -koffi.errno() : returned;
    };
  };
  const socket = call('socket', 'int', 'int', 'int', 'int');
  const bind = call('bind', 'int', 'int', 'void *', 'uint32_t');
  const connect = call('connect', 'int', 'int', 'void *', 'uint32_t');
  const getsockname = call('getsockname', 'int', 'int', 'void *', 'void *');
  const setsockopt = call('setsockopt', 'int', 'int', 'int', 'int', 'void *', 'uint32_t');
  const getsockopt = call('getsockopt', 'int', 'int', 'int', 'int', 'void *', 'void *');
  const ioctl = call('ioctl', 'int', 'int', 'ulong', 'void *');
  const sendmmsg = call('sendmmsg', 'int', 'int', 'void *', 'uint32_t', 'int');
  const recvmmsg = call('recvmmsg', 'int', 'int', 'void *', 'uint32_t', 'int', 'void *');
  const close = call('close', 'int', 'int');
  const epollCreate = call('epoll_create1', 'int', 'int');
  const epollControl = call('epoll_ctl', 'int', 'int', 'int', 'int', 'void *');
  const epollWait = call('epoll_wait', 'int', 'int', 'void *', 'int', 'int');
  const timerCreate = call('timerfd_create', 'int', 'int', 'int');
  const timerSet = call('timerfd_settime', 'int', 'int', 'int', 'void *', 'void *');
  const read = call('read', 'int64_t', 'int', 'void *', 'size_t');
  const clockGettime = call('clock_gettime', 'int', 'int', 'void *');
  return {
    socket: (family, type, protocol) => socket(family, type, protocol),
    bind: (fd, address) => bind(fd, address, address.length),
    connect: (fd, address) => connect(fd, address, address.length),
    getsockname: (fd, address, length) => getsockname(fd, address, length),
    setsockopt: (fd, level, option, value) => setsockopt(fd, level, option, value, value.length),
    getsockopt: (fd, level, option, value, length) => getsockopt(fd, level, option, value, length),
    ioctl: (fd, request, argument) => ioctl(fd, request, argument),
    sendmmsg: (fd, messages, count, flags) => sendmmsg(fd, messages, count, flags),
    recvmmsg: (fd, messages, count, flags) => recvmmsg(fd, messages, count, flags, null),
    close: (fd) => close(fd),
    epollCreate: () => epollCreate(CLOSE_ON_EXEC),
    epollControl: (epoll, operation, fd, event) => epollControl(epoll, operation, fd, event),
    epollWait: (epoll, events, count) => epollWait(epoll, events, count, 0),
    timerCreate: () => timerCreate(1, CLOSE_ON_EXEC | NON_BLOCKING),
    timerSet: (fd, setting) => timerSet(fd, ABSOLUTE_TIME, setting, null),
    read: (fd, into) => read(fd, into, into.length),
    clockGettime: (clock, timespec) => void clockGettime(clock, timespec),
    address: (buffer) => koffi.address(buffer),
    watch(fd, callback) {
      // Where a thread ends while koffi watches a descriptor for it, koffi 3.3.4 brings the whole process down.
      if (!isMainThread) return watchByTimer(callback);
      const handle = koffi.node.poll(fd, { readable: true }, () => outside(callback));
      return {
        keepAlive: (wanted) => (wanted ? handle.ref() : handle.unref()),
        close: () => handle.close(),
      };
    },
  };
}

/** Looks every millisecond for as long as anything is wanted. */
function watchByTimer(callback: () => void): Watch {
  let timer: NodeJS.Timeout | undefined;
  const close = () => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    keepAlive(wanted) {
      if (wanted) timer ??= setInterval(callback, 1);
      else close();
    },
    close,
  };
}

/** What is thrown inside a callback of koffi's nobody hears of: it is thrown again where Node does. */
function outside(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    setImmediate(() => {
      throw error;
    });
  }
}

const CLOSE_ON_EXEC = 0o2000000;
const NON_BLOCKING = 0o4000;
/** `TFD_TIMER_ABSTIME` */
const ABSOLUTE_TIME = 1;
