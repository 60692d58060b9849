import type { AnsweredProbe, Hop, TraceEvent, TraceResult } from '@hoplite/engine';
import { printable } from '../terminal.js';
import { extensionsText } from './extensions.js';
import type { TraceFormat } from './format.js';
import { hopsToTheEnd } from './hops-to-the-end.js';
import { originText } from './origin-text.js';

/** What the lines of traceroute(8) show, by the long names of its options: nothing of it by default. */
export interface TextOptions {
  /** Addresses alone and no names, as -n. */
  readonly numeric?: boolean;
  /** Behind the address whose it is (`[AS64500 DE]`), as -A; where nobody knows, what it is for. */
  readonly asLookups?: boolean;
  /** The ICMP extensions behind the address (`<MPLS:L=24001,E=0,S=1,T=1>`), as -e. */
  readonly extensions?: boolean;
  /** The guessed number of hops back (`'-12'`) where it is not the hop's own, as --back. */
  readonly back?: boolean;
}

/** Traces as traceroute(8) prints them, a blank line between two. */
export const text: TraceFormat<TextOptions> = {
  showsNames: true,
  begin(options) {
    let separator = '';
    return {
      trace(result) {
        const before = separator;
        separator = '\n';
        return before + formatText(result, options);
      },
      end: () => '',
    };
  },
  live: { order: 'traces', begin: textOfEvents },
};

/** A trace as traceroute(8) of Linux prints it, byte for byte; ends with a line feed. */
export function formatText(result: TraceResult, options: TextOptions = {}): string {
  return formatHeader(result) + formatHops(shownHops(result), options);
}

/**
 * The lines of `formatText` for traces that run, one after the other: what each of their events adds. A hop is printed when it is decided; an
 * answer that comes later is in the result alone.
 */
export function textOfEvents(options: TextOptions = {}): (event: TraceEvent) => string {
  let separator = '';
  let printed = 0;
  return (event) => {
    switch (event.event) {
      case 'start': {
        const before = separator;
        separator = '\n';
        printed = 0;
        return before + formatHeader(event);
      }
      case 'hop':
        printed = event.hop.ttl;
        return formatHop(event.hop, options);
      case 'end':
        // Those that the end of the trace left undecided.
        return formatHops(
          shownHops(event.result).filter(({ ttl }) => ttl > printed),
          options,
        );
      default:
        return '';
    }
  };
}

type Headed = Pick<TraceResult, 'target' | 'address' | 'options'> & Partial<Pick<TraceResult, 'hops'>>;

function formatHeader({ target, address, options, hops = [] }: Headed): string {
  const { maxTtl, packetLength } = options;
  const length = packetLength ?? hops.flatMap((hop) => hop.probes)[0]?.size;
  return `traceroute to ${printable(target)} (${address}), ${maxTtl} hops max, ${length} byte packets\n`;
}

function formatHops(hops: readonly Hop[], options: TextOptions): string {
  return hops.map((hop) => formatHop(hop, options)).join('');
}

/** A capture that begins in the middle of a trace has TTLs without a probe: nothing was asked there. */
function shownHops(result: TraceResult): readonly Hop[] {
  return hopsToTheEnd(result).filter((hop) => hop.probes.length > 0);
}

function formatHop(hop: Hop, options: TextOptions): string {
  let line = `${String(hop.ttl).padStart(2)} `;
  let before: AnsweredProbe | null = null;
  for (const probe of hop.probes) {
    if (probe.status !== 'replied') {
      line += ' *';
      continue;
    }
    if (before === null || !sameBlock(before, probe, options)) line += formatBlock(hop.ttl, probe, options);
    line += `  ${probe.rtt === null ? '?' : probe.rtt.toFixed(3)} ms`;
    if (probe.annotation !== null) line += ` ${probe.annotation}`;
    before = probe;
  }
  return `${line}\n`;
}

/** Who answered; printed again only where it differs from the answer before. */
function formatBlock(ttl: number, probe: AnsweredProbe, options: TextOptions): string {
  let block = options.numeric ? ` ${probe.address}` : ` ${printable(probe.name ?? probe.address)} (${probe.address})`;
  if (options.asLookups) block += ` [${originText(probe)}]`;
  const extensions = options.extensions ? printable(extensionsText(probe)) : '';
  if (extensions !== '') block += ` <${extensions}>`;
  if (options.back && probe.replyTtl !== null) {
    const back = hopsBack(probe.replyTtl);
    if (back !== ttl) block += ` '-${back}'`;
  }
  return block;
}

function sameBlock(a: AnsweredProbe, b: AnsweredProbe, options: TextOptions): boolean {
  if (a.address !== b.address) return false;
  if (options.extensions && extensionsText(a) !== extensionsText(b)) return false;
  return !options.back || a.replyTtl === b.replyTtl;
}

/** Hops that a reply has made, if it set out with a TTL of 64, 128 or 255. */
function hopsBack(replyTtl: number): number {
  if (replyTtl <= 64) return 65 - replyTtl;
  return (replyTtl <= 128 ? 129 : 256) - replyTtl;
}
