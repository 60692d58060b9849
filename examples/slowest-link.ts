import { type Transport, traceroute } from 'hoplite';

/** Who answers behind the link that costs the most time: where the least round trip grows most from hop to hop. */
export async function behindSlowestLink(target: string, transport: Transport): Promise<string | null> {
  const { hops } = await traceroute(target, { transport, method: 'icmp', maxTtl: 16, wait: 1000 }).result;
  let found: string | null = null;
  let most = Number.NEGATIVE_INFINITY;
  let before = 0;
  for (const { probes } of hops) {
    const answers = probes.flatMap((probe) => (probe.status === 'replied' ? [probe] : []));
    const [first] = answers;
    if (first === undefined) continue;
    const least = Math.min(...answers.map(({ rtt }) => rtt ?? Number.POSITIVE_INFINITY));
    if (least - before > most) {
      most = least - before;
      found = first.address;
    }
    before = least;
  }
  return found;
}
