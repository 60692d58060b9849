import type { AnsweredProbe, Hop, ProbeResult } from '@hoplite/engine';
import { printable } from 'hoplite/browser';

/** What else the answers of one address at a hop tell, each thing once. */
export function hopNotes({ probes }: Hop, address: string): readonly string[] {
  const answers = probes.filter((probe) => isAnswered(probe)).filter((probe) => probe.address === address);
  return [...new Set(answers.flatMap(notesOf))];
}

/** What an answer tells besides its address and time. */
function notesOf(probe: AnsweredProbe): readonly string[] {
  const labels = probe.mpls.map(({ label, ttl }) => `MPLS ${label}, TTL ${ttl}`);
  const interfaces = probe.interfaces.map(({ role, name, address, index, mtu }) =>
    [role, name, address, index === null ? null : `index ${index}`, mtu === null ? null : `MTU ${mtu}`]
      .filter((part) => part !== null)
      .join(' '),
  );
  const changed = Object.entries(probe.changed).map(([field, { sent, quoted }]) => `${field} ${sent} became ${quoted}`);
  return [
    ...(probe.annotation === null ? [] : [probe.annotation]),
    ...(probe.status === 'late' ? ['late'] : []),
    ...(probe.nat === true ? ['NAT'] : []),
    ...(probe.mtu === null ? [] : [`MTU ${probe.mtu}`]),
    ...(probe.duplicates > 0 ? ['duplicates'] : []),
    ...labels,
    ...interfaces,
    ...changed,
    ...probe.extensions.map(({ class: number, type }) => `extension ${number}/${type}`),
  ].map(printable);
}

export function isAnswered(probe: ProbeResult): probe is AnsweredProbe {
  return probe.status === 'replied' || probe.status === 'late';
}
