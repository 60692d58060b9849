import type { TraceResult } from '@hoplite/engine';
import type { TraceFormat } from './format.js';
import { pathGraph } from './picture/graph.js';
import { plainText, shortened } from './picture/markup.js';
import type { Layer, PathGraph, PathNode } from './picture/path.js';
import { type RttClass, rttClass, shortRtt } from './picture/rtt.js';
import { answersText, nodeTitle, outcomeText, roleText, ttlText } from './picture/words.js';

/** The paths as one graph in the language of Graphviz, a cluster for each trace, for `dot -Tsvg` and its like. */
export const dot: TraceFormat = {
  showsNames: true,
  begin: () => {
    let begun = false;
    const head = () => {
      const text = begun ? '' : HEAD;
      begun = true;
      return text;
    };
    return {
      trace: (result, id) => head() + cluster(result, id),
      end: () => `${head()}}\n`,
    };
  },
};

const HEAD = `digraph hoplite {
  rankdir=TB; nodesep=0.3; ranksep=0.35;
  graph [fontname="Helvetica,Arial,sans-serif", fontsize=14, color="#dde1e6"];
  node [fontname="Helvetica,Arial,sans-serif", fontsize=11, shape=box, style="rounded,filled", fillcolor=white, penwidth=2];
  edge [arrowhead=none, fontsize=10];
`;

/** As the pictures have them on white paper. */
const COLOURS: readonly string[] = ['#1a9a86', '#2a7b8e', '#3b5a8c', '#46327e', '#2d0a45'] satisfies Readonly<
  Record<RttClass, string>
>;
const NO_RTT = '#7a848f';

function cluster(result: TraceResult, id: number): string {
  const graph = pathGraph(result);
  const names = namesOf(graph, id);
  const title = `Path to ${result.target}\n${outcomeText(result)}`;
  return `  subgraph cluster_${id} {
    label=${quoted(title)};
${graph.layers.map((layer) => rank(layer, names)).join('')}${edges(graph, names)}  }
`;
}

/** What each node is called in the file. */
function namesOf({ layers }: PathGraph, id: number): ReadonlyMap<PathNode, string> {
  return new Map(layers.flatMap(({ nodes }, depth) => nodes.map((node, index) => [node, `t${id}_${depth}_${index}`])));
}

function rank(layer: Layer, names: ReadonlyMap<PathNode, string>): string {
  const nodes = layer.nodes.map((node) => `      ${names.get(node)} [${attributes(layer, node)}];\n`);
  return `    {\n      rank=same;\n${nodes.join('')}    }\n`;
}

function attributes(layer: Layer, node: PathNode): string {
  const facts = [
    `color="${colour(node)}"`,
    `label=${quoted(label(layer, node))}`,
    `tooltip=${quoted(nodeTitle(layer, node))}`,
  ];
  if (node.kind === 'silence' || node.kind === 'goal' || node.kind === 'unasked') facts.push('style="rounded,dashed"');
  if (node.kind === 'destination') facts.push('peripheries=2');
  if (node.kind === 'end') facts.push('shape=octagon', 'style=filled');
  return facts.join(', ');
}

function label(layer: Layer, node: PathNode): string {
  const ttl = ttlText(layer);
  const who = [node.address ?? roleText(node), ...node.annotations].join(' ');
  const times = [node.rtt === null ? '' : `${shortRtt(node.rtt)} ms`, answersText(node)]
    .filter((part) => part !== '')
    .join(', ');
  const said = node.address === null ? '' : roleText(node);
  const lines = [ttl === '' ? who : `${ttl}  ${who}`, shortened(node.name ?? '', 40), node.owner, times, said];
  return lines.filter((line) => line !== '').join('\n');
}

function edges({ links }: PathGraph, names: ReadonlyMap<PathNode, string>): string {
  return links
    .map(({ from, to, share, guessed }) => {
      const style = guessed ? ', style=dashed' : '';
      const tooltip = `${Math.round(share * 100)} % of the probes${guessed ? ', a guess' : ''}`;
      const width = Math.max(1, 6 * share).toFixed(1);
      return `    ${names.get(from)} -> ${names.get(to)} [penwidth=${width}, color="${colour(to)}", tooltip="${tooltip}"${style}];\n`;
    })
    .join('');
}

function colour({ rtt }: PathNode): string {
  return rtt === null ? NO_RTT : (COLOURS[rttClass(rtt)] ?? NO_RTT);
}

/**
 * A string of Graphviz' language: in it a backslash begins an escape such as `\\N`, and an ampersand one of the entities of
 * HTML, also in what is no HTML-like label.
 */
function quoted(text: string): string {
  const lines = text.split('\n').map((line) => plainText(line).replace(/[\\"]/g, '\\$&').replaceAll('&', '&amp;'));
  return `"${lines.join('\\n')}"`;
}
