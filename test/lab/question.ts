import type { Method } from '@hoplite/engine';
import type { NetworkKind } from './network.js';

export type Protocol = 'udp' | 'icmp' | 'tcp';

/** What is asked of a network, by us and by the others alike. */
export interface Question {
  /** What is special about it, as a clause that follows "in the network ...,". */
  readonly about: string;
  readonly network: NetworkKind;
  /** The node that traces, and its one interface. */
  readonly from: string;
  readonly device: string;
  /** Names of targets; a name with a 6 at its end is asked over IPv6. */
  readonly targets: readonly string[];
  /** What the further addresses of the node begin with, up to the last number; null for a family that it has not got. */
  readonly sources: { readonly 4: string | null; readonly 6: string | null };
  readonly methods: readonly Method[];
  /** The tools that can be asked the same. Default all. */
  readonly judges?: RegExp;
  readonly maxTtl: number;
  readonly queries: number;
  readonly parallel: number;
  /** Milliseconds between two probes. Default none. */
  readonly interval?: number;
  /** Datagrams of so many bytes that must not be fragmented. */
  readonly dontFragmentAt?: number;
}

export const ALL_METHODS: readonly Method[] = ['udp', 'udp-classic', 'udp-dublin', 'icmp', 'tcp'];

export const protocolOf = (method: Method): Protocol => (method === 'icmp' || method === 'tcp' ? method : 'udp');

export const familyOf = (target: string): 4 | 6 => (target.endsWith('6') ? 6 : 4);

export const USUAL = { methods: ALL_METHODS, maxTtl: 20, queries: 3, parallel: 16 };
export const OF_SENDER = { from: 'sender', device: 'to-r1', sources: { 4: '192.0.2.', 6: '2001:db8:1::' } };
const OF_INSIDE = { from: 'inside', device: 'to-nat', sources: { 4: '192.168.7.', 6: '2001:db8:7::' } };
const OF_MAPPED = { from: 'mapped', device: 'to-nat', sources: { 4: '192.168.8.', 6: null } };

const both = (...names: readonly string[]): readonly string[] => names.flatMap((name) => [name, `${name}6`]);

/** All that the lab asks. */
export const QUESTIONS: readonly Question[] = [
  { ...USUAL, ...OF_SENDER, about: 'twelve hops away', network: 'chain', targets: both('target') },
  { ...USUAL, ...OF_SENDER, about: 'behind pairs of paths', network: 'diamonds', targets: both('target') },
  {
    ...USUAL,
    ...OF_SENDER,
    about: 'near and far, behind a silent router',
    network: 'branching',
    targets: both('near', 'far'),
  },
  {
    ...USUAL,
    ...OF_SENDER,
    about: 'in a loop or dropped',
    network: 'branching',
    targets: both('loop', 'void'),
    maxTtl: 8,
    // All at once: a port that the kernel gave again, to a probe of traceroute -U that the same router answers two TTLs
    // farther, is of two that over IPv6 nothing tells apart, in one run of a thousand.
    parallel: 24,
  },
  {
    ...USUAL,
    ...OF_SENDER,
    about: 'behind a narrow link',
    network: 'branching',
    targets: both('near'),
    dontFragmentAt: 1500,
    judges: /^traceroute/,
    methods: ['udp', 'udp-classic', 'icmp'],
  },
  { ...USUAL, ...OF_INSIDE, about: 'from behind a NAT', network: 'branching', targets: both('near', 'far') },
  {
    ...USUAL,
    ...OF_MAPPED,
    about: 'from behind a NAT that leaves quotes alone',
    network: 'branching',
    targets: ['near', 'far'],
    // Whose errors are not told waits long.
    maxTtl: 8,
  },
  {
    ...USUAL,
    ...OF_SENDER,
    about: 'refused by rules',
    network: 'refusals',
    maxTtl: 6,
    targets: [
      ...both('net', 'host', 'port', 'admin', 'reset'),
      'proto',
      'net-prohibited',
      'host-prohibited',
      'policy6',
      'rejected6',
    ],
  },
  // A router answers five packets that it has no route for, then one a second, for each address that asks.
  {
    ...USUAL,
    ...OF_SENDER,
    about: 'refused by routes',
    network: 'refusals',
    maxTtl: 2,
    queries: 1,
    parallel: 1,
    targets: both('route-net', 'route-host', 'route-admin', 'route-void'),
  },
  {
    ...USUAL,
    ...OF_SENDER,
    about: 'behind rate limits',
    network: 'limits',
    targets: both('target'),
    queries: 10,
    // What is not answered of mtr's TCP the kernel sends again, and mtr tells the answer to that.
    judges: /^(?!mtr -T)/,
  },
];
