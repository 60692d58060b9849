import type { Address, AddressFamily } from '@hoplite/codec';
import { type Method, resolveOptions, type TraceOptions } from '@hoplite/engine';
import { UsageError } from '../usage-error.js';

/** The options of a trace as the command line has them: those of traceroute(8), in its units, and some of ours. */
export interface TraceFlags {
  readonly ipv4?: boolean;
  readonly ipv6?: boolean;
  readonly icmp?: boolean;
  readonly tcp?: boolean;
  readonly udp?: boolean;
  readonly method?: Method;
  readonly first?: number;
  readonly maxHops?: number;
  readonly queries?: number;
  readonly simQueries?: number;
  readonly wait?: Waits;
  readonly sendwait?: number;
  readonly port?: number;
  readonly sport?: number;
  readonly source?: Address;
  readonly tos?: number;
  readonly flowlabel?: number;
  readonly dontFragment?: boolean;
  readonly length?: number;
  readonly timeout?: number;
  readonly gap?: number;
  /** The names of all commands: one may have been meant where a target has no address. */
  readonly commands?: readonly string[];
}

export interface Waits {
  /** Milliseconds. */
  readonly wait: number;
  readonly waitHere: number;
  readonly waitNear: number;
}

/** The library's options. Throws `UsageError` for one out of its range, or that has no part in the method. */
export function traceOptions(flags: TraceFlags): TraceOptions {
  const method = methodOf(flags);
  if (method === 'icmp' && flags.port !== undefined)
    throw new UsageError('-p is no option of ICMP, which has no ports');
  if (method === 'icmp' && flags.sport !== undefined)
    throw new UsageError('--sport is no option of ICMP, which has no ports');
  if (method === 'tcp' && flags.length !== undefined)
    throw new UsageError('--length is no option of TCP, whose probes carry no data');
  const options = given({
    method,
    firstTtl: flags.first,
    maxTtl: flags.maxHops,
    queries: flags.queries,
    parallel: flags.simQueries,
    ...flags.wait,
    interval: flags.sendwait,
    port: flags.port ?? (flags.udp ? DNS_PORT : undefined),
    sourcePort: flags.sport,
    source: flags.source,
    tos: flags.tos,
    flowLabel: flags.flowlabel,
    dontFragment: flags.dontFragment,
    packetLength: flags.length,
    timeout: flags.timeout,
    gap: flags.gap,
  });
  refuseOutOfRange(options, familyOf(flags));
  return options;
}

export function familyOf({ ipv4, ipv6 }: TraceFlags): AddressFamily | undefined {
  if (ipv4) return 4;
  return ipv6 ? 6 : undefined;
}

/** A refusal of the library in the words of the command line: it begins with the name of the option. */
export function inFlags(refusal: string): string {
  return refusal.replace(/^\w+/, (name) => flagOf[name] ?? name);
}

/** As traceroute(8) has it for `-U`. */
const DNS_PORT = 53;

const flagOf: Readonly<Record<string, string>> = {
  firstTtl: '-f',
  maxTtl: '-m',
  queries: '-q',
  parallel: '-N',
  wait: '-w',
  waitHere: '-w',
  waitNear: '-w',
  interval: '-z',
  port: '-p',
  sourcePort: '--sport',
  source: '-s',
  tos: '-t',
  flowLabel: '-l',
  packetLength: '--length',
  timeout: '--timeout',
  gap: '--gap',
  interface: '-i',
};

/** The engine refuses it too, but only when names were asked for and a transport was opened. */
function refuseOutOfRange(options: TraceOptions, family: AddressFamily | undefined): void {
  const families = family === undefined ? ([4, 6] as const) : [family];
  const refusals = families.map((each) => refusalOf(options, each));
  const [first] = refusals;
  if (first && refusals.every((refusal) => refusal !== null)) throw new UsageError(inFlags(first));
}

function refusalOf(options: TraceOptions, family: AddressFamily): string | null {
  try {
    resolveOptions(family, options);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function methodOf({ icmp, tcp, udp, method }: TraceFlags): Method | undefined {
  if (icmp) return 'icmp';
  if (tcp) return 'tcp';
  return udp ? 'udp' : method;
}

/** Without the members that are undefined. */
function given(options: { readonly [K in keyof TraceOptions]: TraceOptions[K] | undefined }): TraceOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
