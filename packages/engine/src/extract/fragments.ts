import type { Quote } from '@hoplite/codec';
import type { OpenedPacket, ProbeSighting } from './sighting.js';

/** How many probes may wait for their last fragment: a hostile capture has none. */
const MOST = 1024;

/**
 * Probes too long for one packet. The first fragment is the probe, since it is what routers answer and quote; how long the
 * whole was is known by the last one.
 */
export class Fragments {
  readonly #firsts = new Map<string, ProbeSighting[]>();

  /** Remembers the probe if it is a first fragment. */
  begin({ datagram: { ip } }: OpenedPacket, probe: ProbeSighting): void {
    const fragment = fragmentOf(ip);
    if (fragment === null || fragment.offset !== 0 || !fragment.more) return;
    if (this.#firsts.size >= MOST) this.forget();
    // Captured at two places, a probe has several first fragments.
    this.#firsts.set(fragment.key, [...(this.#firsts.get(fragment.key) ?? []), probe].slice(-MOST_VIEWS));
  }

  /** Tells the probe its size if this is its last fragment. */
  end({ datagram: { ip } }: OpenedPacket): void {
    const fragment = fragmentOf(ip);
    if (fragment === null || fragment.offset === 0 || fragment.more) return;
    for (const probe of this.#firsts.get(fragment.key) ?? []) probe.size = fragment.offset + fragment.size;
  }

  forget(): void {
    this.#firsts.clear();
  }
}

const MOST_VIEWS = 16;

interface Fragment {
  readonly key: string;
  /** In bytes of what is fragmented. */
  readonly offset: number;
  readonly more: boolean;
  /** Bytes of this packet, without what fragmenting added. */
  readonly size: number;
}

function fragmentOf(ip: Quote['ip']): Fragment | null {
  if (ip === null) return null;
  if (ip.version === 4) {
    const { fragmentOffset, moreFragments: more, identification } = ip;
    if (fragmentOffset === 0 && !more) return null;
    return { key: keyOf(ip, identification), offset: fragmentOffset * 8, more, size: ip.totalLength };
  }
  const header = ip.extensionHeaders.find((header) => header.kind === 'fragment');
  if (header === undefined) return null;
  const { fragmentOffset, moreFragments: more, identification } = header;
  return { key: keyOf(ip, identification), offset: fragmentOffset * 8, more, size: 40 + ip.payloadLength - 8 };
}

function keyOf({ source, destination }: NonNullable<Quote['ip']>, identification: number): string {
  return `${source} ${destination} ${identification}`;
}
