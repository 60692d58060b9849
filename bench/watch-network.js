// The network over which watching is measured, and its targets.

/** @typedef {import('hoplite').TopologyInit} TopologyInit */

const TARGETS = 20;

export const targets = Array.from({ length: TARGETS }, (_, index) => `10.2.${index}.2`);

/**
 * Eight routers, then one for each target; with jitter, a limit, a balancer, a link that loses, and one that is away for
 * a minute in ten, so that there are paths that change.
 * @param {number} minutes So long they do.
 * @returns {TopologyInit}
 */
export function networkToWatch(minutes) {
  const chain = Array.from({ length: 8 }, (_, index) => `r${index + 1}`);
  const edges = Array.from({ length: TARGETS }, (_, index) => [`e${index}`, `t${index}`]);
  return {
    from: 'pc',
    nodes: {
      pc: { kind: 'host' },
      ...Object.fromEntries(chain.map((name) => [name, {}])),
      r3: { errors: { limit: { count: 5, per: 1000 } } },
      r5: { balance: 'packet' },
      x: {},
      ...Object.fromEntries(
        edges.flatMap(([edge, target]) => [
          [edge, {}],
          [target, { kind: 'host' }],
        ]),
      ),
    },
    links: [
      ...chain.map((name, index) => link(chain[index - 1] ?? 'pc', name, `10.0.${index}`, { latency: 2, jitter: 1 })),
      link('r5', 'x', '10.1.0', { latency: 2, cost: 1 }),
      link('x', 'r7', '10.1.1', { latency: 2, cost: 3 }),
      ...edges.flatMap(([edge = '', target = ''], index) => [
        link('r8', edge, `10.3.${index}`, { latency: 1, loss: index % 4 === 0 ? 0.02 : 0 }),
        link(edge, target, `10.2.${index}`, { latency: 0.5, jitter: 0.5 }),
      ]),
    ],
    changes: Array.from({ length: Math.ceil(minutes / 10) }, (_, index) => [
      { at: (index * 10 + 5) * 60_000, link: 'r6-r7', set: { up: false } },
      { at: (index * 10 + 6) * 60_000, link: 'r6-r7', set: { up: true } },
    ]).flat(),
  };
}

/**
 * @param {string} near
 * @param {string} far
 * @param {string} prefix
 * @param {object} properties
 */
function link(near, far, prefix, properties) {
  return {
    name: `${near}-${far}`,
    ends: /** @type {const} */ ([
      { node: near, addresses: [`${prefix}.1`] },
      { node: far, addresses: [`${prefix}.2`] },
    ]),
    ...properties,
  };
}
