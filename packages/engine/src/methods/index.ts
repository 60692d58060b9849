import type { Method } from '../result.js';
import { icmp } from './icmp.js';
import type { ProbeMethod } from './method.js';
import { tcp } from './tcp.js';
import { udp } from './udp.js';
import { udpClassic } from './udp-classic.js';
import { udpDublin } from './udp-dublin.js';

/** The ways to build probes that have a name of their own. */
export const METHODS: Readonly<Record<Method, ProbeMethod>> = {
  udp,
  'udp-classic': udpClassic,
  'udp-dublin': udpDublin,
  icmp,
  tcp,
};
