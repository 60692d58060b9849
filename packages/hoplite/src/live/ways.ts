import type { Transport } from '@hoplite/engine';

/** One of the ways by which this process may reach the network. */
export interface Way {
  /** What `--transport` calls it. */
  readonly transport: LiveTransport;
  /** What it is, in a few words. */
  readonly title: string;
  /** Rejects with an error that has a `code`, and a `remedy` where there is one, when this process may not use it. */
  open(options: WayOptions): Promise<Transport>;
}

export type LiveTransport = 'linux' | 'raw';

export interface WayOptions {
  /** The interface by which all leaves and arrives. Default the one that the system routes by. */
  readonly interface?: string;
}

/** All of them, the best first. Each loads what it needs when it is opened. */
export const WAYS: readonly Way[] = [
  {
    transport: 'raw',
    title: 'npm raw-socket',
    open: async (options) => (await import('@hoplite/transport-raw')).createRawTransport(options),
  },
];
