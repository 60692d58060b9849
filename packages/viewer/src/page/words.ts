import type { ProbeResult, TraceResult } from '@hoplite/engine';
import { hopsToTheEnd, OUTCOMES, plural, printable } from 'hoplite/browser';
import { type Content, element } from './element.js';

/** `2026-11-22 03:16:12 UTC` of an RFC 3339 time. */
export function dayAndTime(startedAt: string): string {
  return `${startedAt.split('T')[0]} ${clockTime(startedAt)} UTC`;
}

export function clockTime(startedAt: string): string {
  return startedAt.slice(startedAt.indexOf('T') + 1).slice(0, 8);
}

/** Milliseconds as traceroute(8) has them, three decimals. */
export function milliseconds(value: number): string {
  return value.toFixed(3);
}

export function duration(value: number): string {
  return value < 1000 ? `${value.toFixed(1)} ms` : `${(value / 1000).toFixed(1)} s`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** `a.pcap`, `a.pcap and 2 more` */
export function filesText(names: readonly string[]): string {
  const [first = '', ...others] = names.map(printable);
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

export function bytes(length: number): string {
  if (length < 1000) return `${length} bytes`;
  return length < 1e6 ? `${(length / 1e3).toFixed(1)} kB` : `${(length / 1e6).toFixed(1)} MB`;
}

/** Where it went: the name that was asked for, and the address. */
export function destination({ target, address }: TraceResult): string {
  return target === address ? printable(address) : `${printable(target)} (${printable(address)})`;
}

/** The same, where a name that is written from right to left must not move what is beside it. */
export function destinationParts({ target, address }: TraceResult): readonly Content[] {
  const name = element('bdi', {}, printable(target));
  return target === address ? [name] : [name, ` (${printable(address)})`];
}

/** `✓ 6 hops`, `? no end seen, 4 hops` */
export function ending(trace: TraceResult): string {
  const { mark, word } = OUTCOMES[trace.outcome];
  const hops = plural(hopsToTheEnd(trace).at(-1)?.ttl ?? 0, 'hop');
  return trace.outcome === 'reached' ? `${mark} ${hops}` : `${mark} ${word}, ${hops}`;
}

/** `port 40000 to 33434`, `identifier 7, sequence 9`; `?` for what nobody could see. */
export function probeTarget(probe: ProbeResult): string {
  const { identifier = '?', sequence = '?', sourcePort = '?', destinationPort = '?' } = probe;
  const isEcho = probe.identifier !== undefined || probe.sequence !== undefined;
  return isEcho ? `identifier ${identifier}, sequence ${sequence}` : `port ${sourcePort} to ${destinationPort}`;
}
