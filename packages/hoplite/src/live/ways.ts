import type { Transport } from '@hoplite/engine';

/** One of the ways by which this process may reach the network. */
export interface Way {
  /** What `--transport` calls it. */
  readonly transport: LiveTransport;
  /** What it is, in a few words. */
  readonly title: string;
  /** What makes it carry a protocol that it may not here: a command. */
  readonly remedies: Partial<Readonly<Record<Protocol, string>>>;
  /** Rejects with an error that has a `code`, and a `remedy` where there is one, when this process may not use it. */
  open(options: WayOptions): Promise<Transport>;
}

export type Protocol = Transport['capabilities']['protocols'][number];

export type LiveTransport = 'linux' | 'raw';

export interface WayOptions {
  /** The interface by which all leaves and arrives. Default the one that the system routes by. */
  readonly interface?: string;
}

/** All of them, the best first. Each loads what it needs when it is opened. */
export const WAYS: readonly Way[] = [
  {
    transport: 'linux',
    title: 'Linux raw sockets',
    remedies: {},
    open: async (options) =>
      (await import('@hoplite/transport-linux')).createLinuxTransport({ ...options, mode: 'raw' }),
  },
  {
    transport: 'linux',
    title: 'Linux sockets without privilege',
    // `ping` of today needs the same.
    remedies: { icmp: 'sudo sysctl -w net.ipv4.ping_group_range="0 2147483647"' },
    open: async (options) =>
      (await import('@hoplite/transport-linux')).createLinuxTransport({ ...options, mode: 'unprivileged' }),
  },
  {
    transport: 'raw',
    title: 'npm raw-socket',
    remedies: {},
    open: async (options) => (await import('@hoplite/transport-raw')).createRawTransport(options),
  },
];
