import type { AnsweredProbe, Hop, ProbeResult, TraceResult } from '@hoplite/engine';

/**
 * The hops up to the first with the answer that ended the trace. A parallel traceroute's capture has answers of the target
 * at many TTLs, which are no hops of the path.
 */
export function hopsToTheEnd(result: TraceResult): readonly Hop[] {
  const { hops } = result;
  const end = hops.findIndex(({ probes }) => probes.some((probe) => isEnd(probe, result)));
  return end < 0 ? hops : hops.slice(0, end + 1);
}

/** Whether it is the answer that ended the trace, or another like it. */
export function isEnd(
  probe: ProbeResult,
  { answeredBy, annotation }: Pick<TraceResult, 'answeredBy' | 'annotation'>,
): probe is AnsweredProbe {
  return (
    isAnswered(probe) &&
    probe.address === answeredBy &&
    probe.annotation === annotation &&
    // The target itself may be the router at an earlier hop.
    !isTimeExceeded(probe)
  );
}

/** Whether somebody answered the probe, in time or late. */
export function isAnswered(probe: ProbeResult): probe is AnsweredProbe {
  return probe.status === 'replied' || probe.status === 'late';
}

function isTimeExceeded({ icmp, address }: AnsweredProbe): boolean {
  return icmp?.type === (address.includes(':') ? 3 : 11);
}
