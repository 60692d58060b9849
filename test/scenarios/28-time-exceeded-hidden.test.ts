import { extractTraces } from '@hoplite/engine';
import { captureOf, portUnreachable, udpProbe } from '@hoplite/testing';
import { expect, test } from 'vitest';
import { EVERY_WAY, everyRouter, line, trace } from './network.js';

// A firewall on the way to the sender, on Windows often its own, lets no Time Exceeded in.
const behindFirewall = line({
  nodes: { r1: { errors: false, filters: [{ action: 'drop', protocol: 'icmp', to: '10.0.1.1/32' }] } },
});

const NOTICE = {
  code: 'only-destination-answers',
  text: 'only the destination answers, from TTL 4 on: a firewall may hide the Time Exceeded of all routers',
};

test('a trace by TCP says that the destination answers, and no router, and that this is strange', async () => {
  const traced = await trace(behindFirewall, { method: 'tcp' });
  expect(traced).toMatchObject({ outcome: 'reached', path: ['*', '*', '*', 'target'], lastTtl: 4, notices: [NOTICE] });
  expect(traced.events.slice(-2)).toMatchObject([{ event: 'notice', ...NOTICE }, { event: 'end' }]);
});

test('a trace read from a capture says so too', async () => {
  const probes = Array.from({ length: 6 }, (_, index) => {
    const numbers = { sourcePort: 40_000, destinationPort: 33_434 + index, identification: 1 + index };
    return udpProbe({ source: '10.0.0.1', destination: '192.0.2.9', ttl: 1 + index, ...numbers });
  });
  const answers = probes.slice(3).map((probe) => portUnreachable(probe, '192.0.2.9'));
  const capture = captureOf([...probes, ...answers].map((datagram, index) => ({ at: index, datagram })));
  const found = [];
  for await (const result of extractTraces(capture)) found.push(result);
  expect(found).toMatchObject([{ outcome: 'reached', lastTtl: 6, notices: [NOTICE] }]);
});

test.each([
  ['few routers are silent', line({ routers: 2, nodes: everyRouter({ errors: { timeExceeded: false } }) })],
  ['one router answers', line({ routers: 4, nodes: everyRouter({ errors: { timeExceeded: false } }) })],
  [
    'the destination does not answer',
    line({ nodes: { ...everyRouter({ errors: { timeExceeded: false } }), target: { errors: false } } }),
  ],
])('nothing is strange where %s', async (_, network) => {
  expect(await trace(network, { maxTtl: 8 })).toMatchObject({ notices: [] });
});

test.each(EVERY_WAY)('$method over IPv$family waits no longer for silent routers than ten round trips', async (way) => {
  const silent = { errors: { timeExceeded: false } };
  const traced = await trace(line({ nodes: { r1: silent, r2: silent, r3: silent } }), way);
  expect(traced).toMatchObject({ outcome: 'reached', path: ['*', '*', '*', 'target'], lastTtl: 4 });
  expect(traced.duration).toBeLessThan(200);
});
