import type { TraceResult } from '@hoplite/engine';
import { flowsOf } from './flows.js';
import { layersOf } from './layers.js';
import { linksBetween } from './links.js';
import type { PathGraph } from './path.js';

/** The path up to the answer that ended the trace. Three TTLs and more in a row without any answer are one layer. */
export function pathGraph(result: TraceResult): PathGraph {
  const flowOf = flowsOf(result);
  const layers = layersOf(result, flowOf);
  const links = layers
    .slice(1)
    .flatMap((layer, index) => linksBetween(layers[index]?.nodes ?? [], layer.nodes, flowOf));
  return { layers, links };
}
