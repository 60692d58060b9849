import type { Transport } from '@hoplite/engine';

/** One of the ways by which this process may reach the network. */
export interface Way {
  /** What `--transport` calls it. */
  readonly transport: LiveTransport;
  /** What it is, in a few words. */
  readonly title: string;
  /** Why it carries some protocols, here the keys, in some places only. */
  readonly lacks: Partial<Readonly<Record<Protocol, Ailment>>>;
  /** Rejects with an error that has a `code`, and a `remedy` where there is one, when this process may not use it. */
  open(options: WayOptions): Promise<Transport>;
}

/** A protocol of probes. */
export type Protocol = Transport['capabilities']['protocols'][number];

/** Why something does not work. */
export interface Ailment {
  /** For people: mostly what the system said. */
  readonly reason: string;
  /** What to do about it: a command where there is one. Null where nothing is known. */
  readonly remedy: string | null;
}

/** All that may be asked for. */
export const LIVE_CHOICES: readonly LiveChoice[] = ['auto', 'linux', 'raw'];

/** What may be asked for of a live transport: one by name, or with `auto` the best that this process may use. */
export type LiveChoice = 'auto' | LiveTransport;

/** The names of the live transports: `linux` by the sockets of Linux (npm koffi), `raw` by npm raw-socket. */
export type LiveTransport = 'linux' | 'raw';

/** How a live transport is opened. */
export interface WayOptions {
  /** The interface by which all leaves and arrives. Default the one that the system routes by. */
  readonly interface?: string;
}

/** All of them, the best first. Each loads what it needs when it is opened. */
export const WAYS: readonly Way[] = [
  {
    transport: 'linux',
    title: 'Linux raw sockets',
    lacks: {},
    open: async (options) =>
      (await import('@hoplite/transport-linux')).createLinuxTransport({ ...options, mode: 'raw' }),
  },
  {
    transport: 'linux',
    title: 'Linux sockets without privilege',
    lacks: {
      icmp: {
        reason:
          'only groups in net.ipv4.ping_group_range may send echo requests without privilege, and this one is not',
        // `ping` of today needs the same.
        remedy: 'sudo sysctl -w net.ipv4.ping_group_range="0 2147483647"',
      },
    },
    open: async (options) =>
      (await import('@hoplite/transport-linux')).createLinuxTransport({ ...options, mode: 'unprivileged' }),
  },
  {
    transport: 'raw',
    title: 'npm raw-socket',
    lacks: {},
    open: async (options) => (await import('@hoplite/transport-raw')).createRawTransport(options),
  },
];

/** What an error of theirs says. */
export function ailment(error: Error): Ailment {
  const remedy = 'remedy' in error && typeof error.remedy === 'string' && error.remedy !== '' ? error.remedy : null;
  return { reason: error.message, remedy };
}
