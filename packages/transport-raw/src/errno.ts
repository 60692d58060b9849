/**
 * The code of a system error of which only the message is left, as `strerror` of glibc, musl, macOS and the BSDs words it;
 * `UNKNOWN` for any other.
 */
export function codeOfMessage(message: string): string {
  return CODES.get(message.trim().toLowerCase()) ?? 'UNKNOWN';
}

const MESSAGES: Readonly<Record<string, readonly string[]>> = {
  EPERM: ['operation not permitted'],
  EACCES: ['permission denied'],
  EINTR: ['interrupted system call'],
  EAGAIN: ['resource temporarily unavailable'],
  EINVAL: ['invalid argument'],
  EMSGSIZE: ['message too long', 'message too large'],
  ENOBUFS: ['no buffer space available'],
  ENOMEM: ['cannot allocate memory', 'out of memory'],
  EMFILE: ['too many open files', 'no file descriptors available'],
  ENFILE: ['too many open files in system'],
  ENODEV: ['no such device', 'operation not supported by device'],
  ENETDOWN: ['network is down'],
  ENETUNREACH: ['network is unreachable', 'network unreachable'],
  EHOSTDOWN: ['host is down'],
  EHOSTUNREACH: ['no route to host', 'host is unreachable'],
  EADDRNOTAVAIL: ['cannot assign requested address', "can't assign requested address", 'address not available'],
  EAFNOSUPPORT: ['address family not supported by protocol', 'address family not supported by protocol family'],
  EPROTONOSUPPORT: ['protocol not supported'],
  ESOCKTNOSUPPORT: ['socket type not supported'],
  EPROTOTYPE: ['protocol wrong type for socket'],
};

const CODES: ReadonlyMap<string, string> = new Map(
  Object.entries(MESSAGES).flatMap(([code, messages]) => messages.map((message) => [message, code] as const)),
);
