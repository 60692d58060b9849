/** What a tool said of one probe. */
export interface Statement {
  readonly ttl: number;
  /** By what the tool tells its probes of one TTL apart. */
  readonly probe: ProbeMark;
  /** Who answered; null where the tool saw no answer. */
  readonly address: string | null;
  /** Milliseconds as the tool measured them; null without an answer. */
  readonly rtt: number | null;
  /** Whether a NAT changed the probe on its way, where the tool can tell. */
  readonly nat?: boolean;
  /** The tool's mark of an ICMP error (`!X`), null for none; left out by tools that print no marks. */
  readonly annotation?: string | null;
  /** What answered, `3/13` for an ICMP type and code, `tcp`; left out by tools that do not say. */
  readonly kind?: string;
}

export type ProbeMark =
  /** Its place among the tool's probes of the same TTL, from 1. */
  | { readonly by: 'attempt'; readonly value: number }
  /** Its ICMP sequence number, or one of its ports. */
  | { readonly by: 'number'; readonly value: number }
  /** When the tool says that it sent it, in Unix microseconds. */
  | { readonly by: 'sentAt'; readonly value: number };

export const attempt = (value: number): ProbeMark => ({ by: 'attempt', value });

/** What one run of a tool said. */
export interface ToolOutput {
  /** Bytes of a datagram, where the tool says so. */
  readonly size: number | null;
  readonly statements: readonly Statement[];
  /** How the tool says that its trace ended, where it does. */
  readonly ended?: 'reached' | 'unreachable' | 'silent';
}

/** Turns lists of answers, one a hop, into statements. */
export function statementsOf(
  hops: ReadonlyMap<number, readonly Omit<Statement, 'ttl' | 'probe'>[]>,
): readonly Statement[] {
  return [...hops].flatMap(([ttl, answers]) =>
    answers.map((answer, index) => ({ ttl, probe: attempt(index + 1), ...answer })),
  );
}
