import type { AnsweredProbe, Hop, OptionsInEffect, TraceEvent } from '@hoplite/engine';
import { printable } from '../terminal.js';

/**
 * An event of a trace as a line of `--debug`; times are milliseconds since the trace's first probe.
 *
 * ```text
 * trace 1 www.example: sent ttl 1 attempt 1 at 0.000 ms, 68 bytes
 * trace 1 www.example: reply ttl 1 attempt 1 at 2.000 ms from 10.0.1.2, icmp 11/0
 * ```
 */
export function eventLine(event: TraceEvent): string {
  return printable(`trace ${event.trace} ${event.target}: ${event.event}${happening(event)}`);
}

function happening(event: TraceEvent): string {
  switch (event.event) {
    case 'start':
      return ` ${event.address} from ${event.source} by ${event.method} over ${event.transport}, ${optionsText(event.options)}`;
    case 'sent':
      return ` ttl ${event.ttl} attempt ${event.attempt} at ${milliseconds(event.sentAt)}, ${event.size} bytes`;
    case 'failed': {
      const { attempt, sentAt, error } = event.probe;
      return ` ttl ${event.ttl} attempt ${attempt} at ${milliseconds(sentAt)}: ${error.code} ${error.message}`;
    }
    case 'reply':
    case 'late':
      return ` ttl ${event.ttl} attempt ${event.probe.attempt}${answerText(event.probe)}`;
    case 'duplicate':
      return ` ttl ${event.ttl} attempt ${event.attempt} from ${event.address}`;
    case 'hop':
      return ` ${hopText(event.hop)}`;
    case 'notice':
      return ` ${event.code}: ${event.text}`;
    case 'end': {
      const { outcome, lastTtl, probesSent, foreign, ambiguous } = event.result;
      return ` ${outcome}, last ttl ${lastTtl}, ${probesSent} probes, ${foreign} foreign, ${ambiguous} ambiguous`;
    }
  }
}

function answerText({ sentAt, rtt, address, icmp, direct, annotation }: AnsweredProbe): string {
  const at = rtt === null ? '' : ` at ${milliseconds(sentAt + rtt)}`;
  const what = icmp === null ? (direct ?? '') : `icmp ${icmp.type}/${icmp.code}`;
  return `${at} from ${address}, ${what}${annotation === null ? '' : ` ${annotation}`}`;
}

function hopText({ ttl, probes }: Hop): string {
  const answers = probes.map((probe) => ('address' in probe ? probe.address : probe.status));
  return `${ttl}: ${answers.join(' ')}`;
}

/** Those that are set: `maxTtl 32, queries 3`. */
function optionsText(options: OptionsInEffect): string {
  return Object.entries(options)
    .filter(([name, value]) => value !== null && value !== false && name !== 'method')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}

function milliseconds(time: number): string {
  return `${time.toFixed(3)} ms`;
}
