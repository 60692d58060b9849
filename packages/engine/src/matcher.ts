import { agrees, agreesTranslated, type Identifier, similarity, swap } from './compare.js';
import { greatest } from './extremes.js';
import type { Header } from './header.js';
import type { Instant } from './instant.js';
import { drop, MultiMap } from './multi-map.js';
import { type DirectReply, type IcmpError, type Reply, saysTheSame } from './reply.js';

/** What the matcher knows of a probe that was sent. Its owner keeps the state; the matcher asks only what answered it. */
export interface SentProbe {
  /** As it left; a field that nobody could see is null. */
  readonly header: Header;
  /** When it left, on the scale of the instants at which replies arrive. */
  readonly sentAt: Instant;
  /** What its method makes unique. At least one must agree where a quote shows them. */
  readonly identifiers: readonly Identifier[];
  /** Its first answer, null as long as it has none: of probes that fit equally well, one without is meant. */
  readonly answeredWith: Reply | null;
}

/** Whose answer a reply is: `kind` says whether that is known. */
export type Match<P extends SentProbe> =
  | {
      /** One probe fits best. */
      readonly kind: 'match';
      /** That one, in whatever state: answered already, it has a duplicate. */
      readonly probe: P;
    }
  | {
      /** Several probes of different TTLs fit equally well: the reply is counted and given to none. */
      readonly kind: 'ambiguous';
      /** These, two at least. */
      readonly probes: readonly P[];
    }
  | {
      /** No probe fits. */
      readonly kind: 'foreign';
      /** `unidentified`: addresses and ports fit, but none of the method's identifiers; `unknown`: not even those. */
      readonly reason: 'unknown' | 'unidentified';
    };

/** A probe stamped on another interface than its reply may seem to leave after it, by so much at the most. */
export const CLOCK_SKEW: Instant = 1_000_000_000;

/**
 * Finds the probe that a reply answers. Candidates are all probes added and not removed, in whatever state: the best is
 * chosen first, and its state then decides what the reply means. The key is what the first 8 bytes after the quoted IP
 * header show: the ports, or the ICMP identifier; the tie is broken by what the method made unique.
 */
export class Matcher<P extends SentProbe> {
  readonly #flows = new Map<string, Flow<P>>();
  /** For quotes in which a NAT left its own port: by what no NAT rewrites. */
  readonly #translated = new MultiMap<number, P>();

  /** Remembers a probe that was sent, so that replies find it. */
  add(probe: P): void {
    const key = flowKey(probe.header);
    const flow = this.#flows.get(key);
    if (flow === undefined) this.#flows.set(key, new Flow(probe));
    else flow.add(probe);
    const translated = translatedKey(probe.header);
    if (translated !== null) this.#translated.add(translated, probe);
  }

  /** Forgets a probe: what answers it later is foreign. */
  remove(probe: P): void {
    const key = flowKey(probe.header);
    if (this.#flows.get(key)?.remove(probe) === 0) this.#flows.delete(key);
    const translated = translatedKey(probe.header);
    if (translated !== null) this.#translated.remove(translated, probe);
  }

  /** Finds the probe that a reply, which arrived at `at`, answers; in whatever state that probe is. */
  match(reply: Reply, at: Instant): Match<P> {
    return reply.kind === 'error' ? this.#matchError(reply, at) : this.#matchDirect(reply, at);
  }

  #matchError(error: IcmpError, at: Instant): Match<P> {
    const { quoted } = error;
    if (quoted === null) return UNKNOWN;
    const flow = this.#flows.get(flowKey(quoted))?.candidates(quoted) ?? [];
    const sameFlow = flow.filter((probe) => sharesAddress(probe.header, quoted));
    const identified = sameFlow.filter((probe) => isIdentified(probe, quoted));
    const candidates = identified.length > 0 ? identified : this.#findTranslated(quoted);
    const chosen = choose(
      before(candidates, at),
      (probe) => similarity(probe.header, quoted),
      (tied) => ofOneTtl(tied) ?? ofOneTtl(tied.filter((probe) => mayAnswer(error, probe))) ?? [],
    );
    return chosen ?? (sameFlow.length > 0 ? UNIDENTIFIED : UNKNOWN);
  }

  /**
   * Probes of which a NAT left its own port or ICMP identifier in the quote, and its own address as it may be. Of what no
   * NAT rewrites, or rewrites as can be told, 32 bits must agree, or the guess of a forger would.
   */
  #findTranslated(quoted: Header): readonly P[] {
    const key = translatedKey(quoted);
    if (key === null) return [];
    return this.#translated.get(key).filter(({ header }) => {
      if (header.protocol !== quoted.protocol || header.destination !== quoted.destination) return false;
      if (header.destinationPort !== quoted.destinationPort) return false;
      if (header.protocol === 'tcp') return true;
      if (header.protocol !== 'icmp') return agreesTranslated(header, quoted);
      // A quote may be cut behind the checksum.
      return agrees(quoted.sequenceNumber === null ? 'checksum' : 'sequenceNumber', header, quoted) === true;
    });
  }

  #matchDirect(reply: DirectReply, at: Instant): Match<P> {
    const flow = this.#flows.get(flowKey(reply));
    const { sequenceNumber } = reply;
    const addressed = ({ header }: P) => header.destination === reply.from && header.source === reply.to;
    const candidates =
      (sequenceNumber === null ? flow?.probes : flow?.numbered(sequenceNumber))?.filter(addressed) ?? [];
    // The destination answers from its distance on: among equals the farthest probe is never the wrong TTL.
    const chosen = choose(
      before(candidates, at),
      () => 0,
      (tied) => tied,
    );
    return chosen ?? (flow?.probes.some(addressed) ? UNIDENTIFIED : UNKNOWN);
  }
}

const UNKNOWN = { kind: 'foreign', reason: 'unknown' } as const;
const UNIDENTIFIED = { kind: 'foreign', reason: 'unidentified' } as const;

/** The probes of one flow; indexed by what tells them apart once they are many. */
class Flow<P extends SentProbe> {
  readonly probes: P[];
  #index: MultiMap<number, P> | null = null;

  constructor(first: P) {
    this.probes = [first];
  }

  add(probe: P): void {
    this.probes.push(probe);
    if (this.#index !== null) for (const token of tokens(probe.header)) this.#index.add(token, probe);
  }

  /** Returns how many are left. */
  remove(probe: P): number {
    if (this.#index !== null) for (const token of tokens(probe.header)) this.#index.remove(token, probe);
    return drop(this.probes, probe);
  }

  /** The probes that share an identifier with the quote, or where none does, the last ones of the flow. */
  candidates(quoted: Header): readonly P[] {
    if (this.probes.length <= FEW) return this.probes;
    const index = this.#indexed();
    const sharing: P[] = [];
    for (const token of tokens(quoted)) {
      for (const probe of index.get(token)) if (!sharing.includes(probe)) sharing.push(probe);
    }
    return sharing.length > 0 ? sharing : this.probes.slice(-FEW);
  }

  /** The probes with that sequence number. */
  numbered(sequenceNumber: number): readonly P[] {
    const few = this.probes.length <= FEW ? this.probes : this.#indexed().get(sequenceNumber);
    return few.filter(({ header }) => header.sequenceNumber === sequenceNumber);
  }

  #indexed(): MultiMap<number, P> {
    if (this.#index !== null) return this.#index;
    this.#index = new MultiMap();
    for (const probe of this.probes) for (const token of tokens(probe.header)) this.#index.add(token, probe);
    return this.#index;
  }
}

const FEW = 16;

/**
 * What a probe of a long flow is looked up by: its identifiers, each in a number range of its own, small enough that V8
 * boxes none, an identification also as a careless router swaps it. What would find every probe of the flow is left out: the constant checksum of Paris ICMP,
 * and the zero of a sender that writes no identification or no checksum.
 */
function tokens({ protocol, sequenceNumber, checksum, identification }: Header): number[] {
  const found: number[] = [];
  if (sequenceNumber !== null) found.push(sequenceNumber);
  if (checksum && protocol !== 'icmp') found.push(-checksum);
  if (identification) found.push(-0x1_0000 - Math.min(identification, swap(identification)));
  return found;
}

type FlowFields = Pick<Header, 'protocol' | 'sourcePort' | 'destinationPort' | 'identifier'>;

function flowKey({ protocol, sourcePort, destinationPort, identifier }: FlowFields): string {
  return protocol === 'icmp' ? `icmp ${identifier}` : `${protocol} ${sourcePort} ${destinationPort}`;
}

/**
 * TCP's sequence number, else the identification; zero is what a sender writes that keeps none. Protocol and destination
 * take no part: a text of all three for every probe took more memory than the few that share a number take time.
 */
function translatedKey({ protocol, identification, sequenceNumber }: Header): number | null {
  return protocol === 'tcp' ? sequenceNumber : identification || null;
}

function sharesAddress(sent: Header, quoted: Header): boolean {
  return quoted.source === sent.source || quoted.destination === sent.destination;
}

function isIdentified({ header, identifiers }: SentProbe, quoted: Header): boolean {
  let shown = false;
  for (const identifier of identifiers) {
    const verdict = agrees(identifier, header, quoted);
    if (verdict === true) return true;
    shown ||= verdict === false;
  }
  return !shown;
}

/** Those that were sent by then; where none was, those that two interfaces' stamps may have put too late. */
function before<P extends SentProbe>(probes: readonly P[], at: Instant): readonly P[] {
  const sent = probes.filter((probe) => probe.sentAt <= at);
  return sent.length > 0 ? sent : probes.filter((probe) => probe.sentAt <= at + CLOCK_SKEW);
}

/**
 * The best candidate. Of several that fit equally well `meant` names those of which any may be taken, where there are
 * such: one not yet answered, of these the farthest, and of those the last sent, as a tool that asks one by one would
 * have it.
 */
function choose<P extends SentProbe>(
  candidates: readonly P[],
  weight: (probe: P) => number,
  meant: (tied: readonly P[]) => readonly P[],
): Match<P> | null {
  const [only] = candidates;
  if (only === undefined) return null;
  if (candidates.length === 1) return { kind: 'match', probe: only };
  const weights = candidates.map(weight);
  const most = greatest(weights);
  const tied = candidates.filter((_, i) => weights[i] === most);
  const likely = meant(tied);
  if (likely.length === 0) return { kind: 'ambiguous', probes: tied };
  return { kind: 'match', probe: likely.reduce((best, probe) => (isLikelier(probe, best) ? probe : best)) };
}

/** The probes, where nothing but the attempt hangs on which of them is meant. */
function ofOneTtl<P extends SentProbe>(probes: readonly P[]): readonly P[] | null {
  return probes.every(({ header }) => header.ttl === probes[0]?.header.ttl) ? probes : null;
}

/**
 * A probe has one answer, and what else comes repeats it. So tools are understood that tell no probe from the next, and
 * those to whose later probes the system gave the port of an answered one.
 */
function mayAnswer(reply: Reply, { answeredWith }: SentProbe): boolean {
  return answeredWith === null || saysTheSame(reply, answeredWith);
}

function isLikelier(probe: SentProbe, than: SentProbe): boolean {
  if ((probe.answeredWith === null) !== (than.answeredWith === null)) return probe.answeredWith === null;
  if (probe.header.ttl !== than.header.ttl) return probe.header.ttl > than.header.ttl;
  return probe.sentAt > than.sentAt;
}
