import { traceResult } from '@hoplite/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hop, reply, trace } from '../traces.fixture.js';
import { pathGraph } from './graph.js';
import { layOut } from './layout.js';

test('every node has a line of its own, below those of the layer above it', () => {
  fc.assert(
    fc.property(traceResult(), (result) => {
      const { rows, height, graph } = layOut(pathGraph(result));
      expect(rows.map(({ node }) => node).length).toBe(graph.layers.flatMap(({ nodes }) => nodes).length);
      for (const [index, row] of rows.entries()) {
        const before = rows[index - 1];
        if (before !== undefined) expect(row.y - row.height / 2).toBeGreaterThanOrEqual(before.y + before.height / 2);
        if (before !== undefined && before.layer !== row.layer) expect(row.top).toBeGreaterThan(before.bottom);
      }
      expect(rows.at(-1)?.bottom).toBe(height);
    }),
  );
});

test('the nodes of a layer stand side by side, wide enough apart for a link to pass between them, inside the picture', () => {
  for (const alternatives of [1, 2, 3, 16, 64, 255]) {
    const replies = Array.from({ length: alternatives }, (_, index) =>
      reply(`10.2.${index}.1`, 1, { destinationPort: index }),
    );
    const { rows, width } = layOut(pathGraph(trace([hop(1, reply('10.1.0.1', 1)), hop(2, ...replies)])));
    const side = rows.filter(({ layer }) => layer.firstTtl === 2);
    expect(side).toHaveLength(alternatives);
    for (const [index, { x, radius }] of side.entries()) {
      if (index > 0) expect(x - (side[index - 1]?.x ?? 0)).toBeGreaterThan(radius + 0.9);
      expect(x).toBeGreaterThan(radius + 4);
      expect(x).toBeLessThan(width - radius - 4);
    }
  }
});

test('alternatives stand in the order of those above them, so that parallel ways do not cross', () => {
  const at = (address: string, port: number) => reply(address, 1, { destinationPort: port });
  const path = trace([hop(1, at('10.1.0.1', 1), at('10.1.0.3', 2)), hop(2, at('10.9.0.1', 1), at('10.2.0.3', 2))]);
  const { rows } = layOut(pathGraph(path));
  expect(rows.filter(({ layer }) => layer.firstTtl === 2).map(({ node }) => node.address)).toEqual([
    '10.9.0.1',
    '10.2.0.3',
  ]);
});
