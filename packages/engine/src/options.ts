import { type AddressFamily, addressFamily, formatAddress, parseAddress } from '@hoplite/codec';
import { METHODS } from './methods/index.js';
import { PAYLOAD_LEAST, type ProbeMethod, type Reach } from './methods/method.js';
import { refuse } from './refuse.js';
import type { Method } from './result.js';
import type { ResolvedOptions, TraceOptions } from './trace-options.js';

const DEFAULTS: ResolvedOptions = {
  method: METHODS.udp,
  firstTtl: 1,
  maxTtl: 32,
  queries: 3,
  timeout: 0,
  wait: 3000,
  waitHere: 3,
  waitNear: 10,
  gap: 0,
  parallel: 16,
  interval: 0,
  port: 33434,
  portStep: 'probe',
  source: null,
  interface: null,
  sourcePort: null,
  packetLength: 68,
  payload: null,
  tos: 0,
  dontFragment: false,
  flowLabel: 0,
};

/**
 * The options in effect for a destination of that family. Throws `RangeError`, naming the option and its range, for a
 * value out of it, and `TypeError` for an option that there is none of.
 */
export function resolveOptions(family: AddressFamily, options: TraceOptions): ResolvedOptions {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(DEFAULTS, name)) throw new TypeError(`there is no option ${name}`);
  }
  const method = resolveMethod(options.method);
  checkKinds(options);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const least = method.leastLength(family);
  const byPayload = options.payload === undefined ? 0 : least - PAYLOAD_LEAST + options.payload.length;
  const resolved: ResolvedOptions = {
    ...DEFAULTS,
    port: method.protocol === 'tcp' ? 80 : DEFAULTS.port,
    packetLength: Math.max(byPayload, least, DEFAULTS.packetLength),
    ...given,
    method,
    source: options.source === undefined ? null : canonical(options.source),
    ...(method.protocol === 'tcp' ? { packetLength: least } : {}),
  };
  checkRanges(resolved, family, least, method.reach(resolved, family));
  if (byPayload > resolved.packetLength) {
    throw new RangeError(
      `payload makes a probe of ${byPayload} bytes, packetLength leaves room for ${resolved.packetLength}`,
    );
  }
  return resolved;
}

function resolveMethod(method: TraceOptions['method'] = 'udp'): ProbeMethod {
  if (typeof method !== 'object' || method === null) {
    if (Object.hasOwn(METHODS, method)) return METHODS[method];
    refuse('method', method, `one of ${Object.keys(METHODS).join(', ')}, or a method of your own`);
  }
  const { name, protocol, identifiers, leastLength, reach, build } = method;
  if (typeof name !== 'string' || name === '') refuse('method.name', name, 'a string that is not empty');
  // Who reads a result must be able to trust the name.
  const known = Object.hasOwn(METHODS, name) ? METHODS[name as Method] : method;
  if (known !== method) refuse('method.name', name, 'a name that none of our methods has');
  if (!PROTOCOLS.includes(protocol)) refuse('method.protocol', protocol, `one of ${PROTOCOLS.join(', ')}`);
  for (const [part, value] of Object.entries({ identifiers, leastLength, reach, build })) {
    if (typeof value !== 'function') refuse(`method.${part}`, value, 'a function');
  }
  return method;
}

/** What later steps count on; of callers without types. */
function checkKinds({ source, payload }: TraceOptions): void {
  if (source !== undefined && typeof source !== 'string') refuse('source', source, 'an address as text');
  if (payload !== undefined && !ArrayBuffer.isView(payload)) refuse('payload', payload, 'bytes, as a Uint8Array');
}

const PROTOCOLS: readonly ProbeMethod['protocol'][] = ['udp', 'icmp', 'tcp'];

function checkRanges(options: ResolvedOptions, family: AddressFamily, leastLength: number, reach: Reach): void {
  whole('maxTtl', options.maxTtl, 1, 255);
  whole('firstTtl', options.firstTtl, 1, Math.min(255, options.maxTtl));
  whole('queries', options.queries, 1, 255);
  whole('gap', options.gap, 0, Number.MAX_SAFE_INTEGER);
  whole('parallel', options.parallel, 1, Number.MAX_SAFE_INTEGER);
  // Where a method counts on from a number, the last one must still be one.
  whole('port', options.port, 1, 65535 - reach.port);
  if (options.sourcePort !== null) whole('sourcePort', options.sourcePort, 1, 65535 - reach.sourcePort);
  whole('packetLength', options.packetLength, leastLength, 65535 - reach.packetLength);
  whole('tos', options.tos, 0, 255);
  whole('flowLabel', options.flowLabel, 0, 0xfffff);
  if (family === 4 && options.flowLabel !== 0) refuse('flowLabel', options.flowLabel, '0 over IPv4, which has none');
  if (options.source !== null && addressFamily(options.source) !== family)
    refuse('source', options.source, `an IPv${family} address`);
  if (options.interface !== null && (typeof options.interface !== 'string' || options.interface === ''))
    refuse('interface', options.interface, 'the name of one');
  for (const name of ['timeout', 'waitHere', 'waitNear', 'interval'] as const) {
    const value = options[name];
    if (!Number.isFinite(value) || value < 0) refuse(name, value, 'a finite number from 0 on');
  }
  if (!Number.isFinite(options.wait) || options.wait <= 0) refuse('wait', options.wait, 'a finite number above 0');
  if (typeof options.dontFragment !== 'boolean') refuse('dontFragment', options.dontFragment, 'true or false');
  if (options.portStep !== 'probe' && options.portStep !== 'hop')
    refuse('portStep', options.portStep, "'probe' or 'hop'");
}

function whole(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    refuse(
      name,
      value,
      most === Number.MAX_SAFE_INTEGER ? `a whole number from ${least} on` : `a whole number from ${least} to ${most}`,
    );
  }
}

/** The one spelling of an address; what is none stays as it is, to be refused. */
function canonical(address: string): string {
  const bytes = parseAddress(address);
  return bytes === null ? address : formatAddress(bytes);
}
