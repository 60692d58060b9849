// Run in a node of the lab: gives a transport many probes at once, to a router that answers each, and prints what it hears.
// node at-once.js '{ "transport": "linux", "target": "203.0.113.2", "source": "192.0.2.64", "probes": 2000 }'

import { setTimeout } from 'node:timers/promises';
import { encodeDatagram } from '@hoplite/codec';
import { openLive } from 'hoplite';

const { transport: choice, target, source, probes } = JSON.parse(process.argv[2] ?? '');
const transport = await openLive(choice, { protocol: 'udp' });
const heard = { sent: 0, byProcess: 0, failed: 0, received: 0, notices: 0 };
await transport.open({
  sent(_id, _at, _actual, _unknown, sentBy) {
    heard.sent++;
    if (sentBy === 'process' || transport.timestamps === 'process') heard.byProcess++;
  },
  failed: () => heard.failed++,
  received: () => heard.received++,
  noticed: () => heard.notices++,
  broken: ({ message }) => {
    throw new Error(message);
  },
});
transport.send(Array.from({ length: probes }, (_, index) => ({ id: index + 1, datagram: probe(index) })));
await setTimeout(2000);
await transport.close();
process.stdout.write(JSON.stringify({ inFlight: transport.capabilities.inFlight, ...heard }));

/** To a port of its own, with a TTL of 1. @param {number} index */
function probe(index) {
  return encodeDatagram({
    ip: {
      version: 4,
      typeOfService: 0,
      identification: index + 1,
      reservedFlag: false,
      dontFragment: false,
      moreFragments: false,
      fragmentOffset: 0,
      ttl: 1,
      protocol: 17,
      source,
      destination: target,
      options: [],
    },
    payload: {
      kind: 'udp',
      sourcePort: 40_000,
      destinationPort: 33_434 + index,
      payload: new Uint8Array(40),
      surplus: new Uint8Array(0),
    },
  });
}
