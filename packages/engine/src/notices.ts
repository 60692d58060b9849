import type { IcmpError } from './reply.js';
import type { Notice } from './result.js';

/** What to say of an ICMP error that answers no probe: Redirect, Source Quench, Time Exceeded of reassembly. */
export function noticeOf({ icmp, family, from, gateway }: IcmpError, ttl: number): Notice {
  const about = `in answer to the probe with TTL ${ttl}`;
  if (gateway !== null) return { code: 'redirect', text: `${from} sent a Redirect to ${gateway} ${about}` };
  if (family === 4 && icmp.type === 4) return { code: 'source-quench', text: `${from} sent a Source Quench ${about}` };
  return { code: 'reassembly', text: `${from} sent Time Exceeded of fragment reassembly ${about}` };
}
