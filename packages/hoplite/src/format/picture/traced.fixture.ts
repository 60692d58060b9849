import { TraceEngine, type TraceOptions, type TraceResult } from '@hoplite/engine';
import { createSimTransport, type TopologyInit } from '@hoplite/transport-sim';
import { TARGET } from './networks.fixture.js';

/** What a trace over that network finds, with the names that the network has. */
export async function traced(network: TopologyInit, options: TraceOptions = {}): Promise<TraceResult> {
  await using engine = new TraceEngine(createSimTransport(network, { seed: 1 }), { seed: 1 });
  const result = await engine.trace(TARGET, options).result;
  const names = new Map(
    Object.entries(network.names ?? {}).flatMap(([name, of]) => [of].flat().map((address) => [address, name])),
  );
  return {
    ...result,
    hops: result.hops.map((hop) => ({
      ...hop,
      probes: hop.probes.map((probe) =>
        'address' in probe ? { ...probe, name: names.get(probe.address) ?? null } : probe,
      ),
    })),
  };
}
