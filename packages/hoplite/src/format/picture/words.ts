import type { Outcome, TraceResult } from '@hoplite/engine';
import { hopsToTheEnd, isAnswered } from '../hops-to-the-end.js';
import type { Layer, PathNode } from './path.js';
import { shortRtt } from './rtt.js';

/** `7`, of a run of TTLs `4–32`; empty for what has none. */
export function ttlText({ firstTtl, lastTtl }: Layer): string {
  if (firstTtl === null || firstTtl === 0) return '';
  return firstTtl === lastTtl ? String(firstTtl) : `${firstTtl}–${lastTtl}`;
}

/** What stands where an address would, for a node that has none, and behind it for who is no router. */
export function roleText(node: PathNode): string {
  switch (node.kind) {
    case 'source':
      return 'source';
    case 'goal':
      return 'not reached';
    case 'unasked':
      return 'no probe';
    case 'silence':
      return silenceText(node);
    default:
      return '';
  }
}

/** Nobody answered: in time, before the trace ended, or because nothing could be sent. */
function silenceText({ probes }: PathNode): string {
  const failed = probes.flatMap((probe) => (probe.status === 'failed' ? [probe.error.code] : []));
  if (failed.length === probes.length) return `not sent: ${[...new Set(failed)].join(', ')}`;
  return probes.every(({ status }) => status === 'pending') ? 'ended before an answer' : 'no answer';
}

/** `2 of 3` probes of the TTL, where not all came here and were answered; of a silence how many were sent. */
export function answersText(node: PathNode): string {
  if (node.sent === 0) return '';
  const { answered, sent } = counts(node);
  if (node.kind === 'silence')
    return sent === node.probes.length ? plural(sent, 'probe') : `${node.probes.length} of ${sent}`;
  return answered === sent ? '' : `${answered} of ${sent}`;
}

export function counts({ probes, sent }: PathNode): {
  readonly answered: number;
  readonly lost: number;
  readonly sent: number;
} {
  const answered = probes.filter(isAnswered).length;
  return { answered, lost: probes.length - answered, sent };
}

/** All that a node of a picture shortens or leaves out. */
export function nodeTitle(layer: Layer, node: PathNode): string {
  const { answered, lost, sent } = counts(node);
  const ttl = ttlText(layer);
  const facts = [
    ...(ttl === '' ? [] : [`TTL ${ttl}`]),
    ...(node.address === null ? [] : [node.address]),
    ...(node.name === null ? [] : [node.name]),
    ...(node.owner === '' ? [] : [node.owner]),
    ...(roleText(node) === '' ? [] : [roleText(node)]),
    ...(node.rtt === null ? [] : [`median RTT ${shortRtt(node.rtt)} ms`]),
    ...(answered === 0 ? [] : [`${answered} of ${plural(sent, 'probe')} answered from here`]),
    ...(lost === 0 ? [] : [`${lost} without answer`]),
    ...node.annotations.map((mark) => `${mark} ${annotationText(mark)}`.trim()),
    ...(node.alsoAt === null ? [] : [`also at TTL ${node.alsoAt}`]),
  ];
  return facts.join(', ');
}

/** How the trace ended, as a sentence. */
export function outcomeText(result: TraceResult): string {
  const { outcome, annotation, answeredBy, address, lastTtl, error } = result;
  const by = answeredBy === null || answeredBy === address ? '' : ` by ${answeredBy}`;
  // Of a capture the last answer may be one of the target to a probe that went beyond the end.
  const endTtl = hopsToTheEnd(result).at(-1)?.ttl ?? lastTtl;
  const last = lastTtl === 0 ? 'Nobody answered' : `The last answer came at TTL ${lastTtl}`;
  switch (outcome) {
    case 'reached':
      return `Reached at TTL ${endTtl}${by === '' ? '' : `; answered${by}`}.`;
    case 'unreachable':
      return `Unreachable${annotation === null ? '' : ` (${`${annotation} ${annotationText(annotation)}`.trim()})`}, said${by === '' ? ' by the destination itself' : by} at TTL ${endTtl}.`;
    case 'unknown':
      return `The capture shows no end. ${last}.`;
    default:
      return `Not reached: ${error?.message ?? outcome}. ${last}.`;
  }
}

/** How an outcome is shown where there is room for a word or two. */
export interface OutcomeLabel {
  /** One character, which says without colour what a colour would: `✓`, `✕`, `…`, `■`, `?`. */
  readonly mark: string;
  /** The outcome in a word or a few. */
  readonly word: string;
}

/** The label of every outcome. */
export const OUTCOMES: Readonly<Record<Outcome, OutcomeLabel>> = {
  reached: { mark: '✓', word: 'reached' },
  unreachable: { mark: '✕', word: 'unreachable' },
  'max-ttl': { mark: '…', word: 'largest TTL passed' },
  gap: { mark: '…', word: 'too many silent hops' },
  timeout: { mark: '…', word: 'out of time' },
  aborted: { mark: '■', word: 'aborted' },
  shutdown: { mark: '■', word: 'shut down' },
  failed: { mark: '✕', word: 'failed' },
  unknown: { mark: '?', word: 'no end seen' },
};

/** What a mark of traceroute(8) means; empty for one that only has a number. */
export function annotationText(mark: string): string {
  if (mark.startsWith('!F')) return `packet too big, MTU ${mark.slice(3)}`;
  return ANNOTATIONS.get(mark) ?? '';
}

const ANNOTATIONS: ReadonlyMap<string, string> = new Map([
  ['!N', 'network unreachable'],
  ['!H', 'host unreachable'],
  ['!P', 'protocol unreachable'],
  ['!S', 'source route failed'],
  ['!X', 'prohibited'],
  ['!V', 'host precedence violation'],
  ['!C', 'precedence cutoff in effect'],
]);

/** When a trace began, to the second. */
export function beganText(startedAt: string): string {
  return startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}

/** The number and the noun, with an `s` unless it is one. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
