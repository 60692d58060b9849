import { networkInterfaces } from 'node:os';
import type { AddressFamily } from '@hoplite/codec';
import { METHODS, type Method, TraceEngine, type TraceResult } from '@hoplite/engine';
import { randomSeed } from '../traceroute.js';
import { type Ailment, ailment, WAYS, type Way } from './ways.js';

/** What one way to the network can do here. */
export interface CheckUp {
  /** Which one was tried. */
  readonly way: Way;
  /** Why it cannot be used at all; null where it can. */
  readonly refusal: Ailment | null;
  /** Every method over each family; none where the way cannot be used. */
  readonly trials: readonly Trial[];
}

/** Whether one method works over one family. */
export interface Trial {
  /** By which one of ours the probe was built. */
  readonly method: Method;
  /** The version of IP: over 4 to 127.0.0.1, over 6 to ::1. */
  readonly family: AddressFamily;
  /** Why it does not work; null where it does. */
  readonly ailment: Ailment | null;
}

/** Tries every way to the network, with every method and family, by tracing the loopback addresses. Sends nothing elsewhere. */
export async function checkUp(ways: readonly Way[] = WAYS): Promise<readonly CheckUp[]> {
  const found: CheckUp[] = [];
  for (const way of ways) {
    try {
      found.push({ way, refusal: null, trials: await tryAll(way) });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      found.push({ way, refusal: ailment(error), trials: [] });
    }
  }
  return found;
}

const LOOPBACK = { 4: '127.0.0.1', 6: '::1' } as const;

/** One probe each, that the loopback interface answers at once. */
const QUICK = { maxTtl: 1, queries: 1, wait: 500 } as const;

async function tryAll({ open, lacks }: Way): Promise<readonly Trial[]> {
  const transport = await open({});
  const { protocols } = transport.capabilities;
  await using engine = new TraceEngine(transport, { seed: randomSeed() });
  const methods = Object.keys(METHODS) as readonly Method[];
  const questions = methods.flatMap((method) => ([4, 6] as const).map((family) => ({ method, family })));
  // Awaited, since the engine ends with this function.
  return await Promise.all(
    questions.map(async ({ method, family }): Promise<Trial> => {
      try {
        const { result } = engine.trace(LOOPBACK[family], { method, ...QUICK });
        return { method, family, ailment: ailmentOf(await result, family) };
      } catch (error) {
        // The engine refuses what the transport cannot carry.
        if (!(error instanceof RangeError)) throw error;
        const { protocol } = METHODS[method];
        const lack = protocols.includes(protocol) ? undefined : lacks[protocol];
        return { method, family, ailment: lack ?? ailment(error) };
      }
    }),
  );
}

function ailmentOf({ outcome, address, error }: TraceResult, family: AddressFamily): Ailment | null {
  if (outcome === 'reached') return null;
  const missing = missingLoopback(family);
  if (missing !== null) return missing;
  if (outcome === 'failed' && error !== null) return { reason: error.message, remedy: null };
  return { reason: `no answer from ${address}: a firewall?`, remedy: null };
}

/** What keeps a loopback address from being there: a new network namespace begins with its interface down. */
function missingLoopback(family: AddressFamily): Ailment | null {
  const own = Object.values(networkInterfaces()).flatMap((some = []) => some.map(({ address }) => address));
  if (own.includes(LOOPBACK[family])) return null;
  const remedyOnLinux = (command: string): string | null => (process.platform === 'linux' ? command : null);
  return own.includes(LOOPBACK[4])
    ? {
        reason: 'the loopback interface has no IPv6 address',
        remedy: remedyOnLinux('sudo sysctl -w net.ipv6.conf.lo.disable_ipv6=0'),
      }
    : { reason: 'the loopback interface is down', remedy: remedyOnLinux('sudo ip link set lo up') };
}
