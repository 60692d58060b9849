import type { AddressFamily } from '@hoplite/codec';
import { METHODS } from '../methods/index.js';
import type { ResolvedOptions, TraceOptions } from '../trace-options.js';
import type { Capabilities } from '../transport.js';
import { UNSERVED } from './source-ports.js';

/**
 * How the source port goes on from probe to probe, where too little is shown to tell the probes of a flow apart: by the
 * transport of quotes, or by a service that answers itself.
 *
 * - `kept`: it shows enough, and the method has its way.
 * - `each`: a new one for every probe.
 * - `renewed`: one probe in flight, and a new one after every probe whose answer may yet come, or came twice.
 */
export type Flows = 'kept' | 'each' | 'renewed';

/** What is to be done for the probes of these options over a transport that can do so much. */
export function flowsOf(
  options: ResolvedOptions,
  family: AddressFamily,
  { fields }: Pick<Capabilities, 'fields'>,
): Flows {
  const { method } = options;
  if (method.protocol === 'icmp' || method === METHODS['udp-classic']) return 'kept';
  // Moved twice, the port would go beyond what the method said that it needs.
  if (method.reach(options, family).sourcePort > 0) return 'kept';
  if (method.protocol === 'tcp') return fields.includes('sequenceNumber') ? 'kept' : 'each';
  // A service that answers quotes nothing: of one flow, nobody could say which of many probes it answered.
  if (method === METHODS.udp && mayBeServed(options.port) && options.parallel > 1) return 'each';
  return tellsUdpApart(fields) ? 'kept' : 'renewed';
}

/** Whether probes of several traces with the same ports are told apart: each by what their method made unique. */
export function tellsTracesApart(
  { method }: ResolvedOptions,
  flows: Flows,
  { fields }: Pick<Capabilities, 'fields'>,
): boolean {
  if (method.protocol === 'icmp') return true;
  return flows === 'kept' && (method.protocol === 'tcp' || tellsUdpApart(fields));
}

/** From how many source ports the probes of these options may leave, one after the other. */
export function sourcePortsOf(options: ResolvedOptions, family: AddressFamily, flows: Flows): number {
  const { method, firstTtl, maxTtl, queries } = options;
  return flows === 'kept' ? 1 + method.reach(options, family).sourcePort : (maxTtl - firstTtl + 1) * queries;
}

function mayBeServed(port: number): boolean {
  return port < UNSERVED.first || port >= UNSERVED.first + UNSERVED.count;
}

/** The options with the method that a trace has where none was asked for: the one whose probes all have a flow of their own. */
export function withDefaultMethod(given: TraceOptions, { fields }: Pick<Capabilities, 'fields'>): TraceOptions {
  return given.method === undefined && !tellsUdpApart(fields) ? { ...given, method: 'udp-classic' } : given;
}

function tellsUdpApart(fields: Capabilities['fields']): boolean {
  return fields.includes('identification') || fields.includes('checksum');
}

/** The source port so many flows after the first; those behind the last one that there is begin again above the reserved ones. */
export function portAfter(first: number, flows: number): number {
  return first + flows <= LAST ? first + flows : FIRST + ((first + flows - FIRST) % (LAST + 1 - FIRST));
}

const FIRST = 1024;
const LAST = 65_535;
