// node laws.js '{ "transport": "linux", "destination": "192.0.2.1", "unroutable": "192.0.2.9" }': tries the transport by every
// law of the conformance kit and prints what was wrong, law by law; null where it holds.
import { setTimeout } from 'node:timers/promises';
import { transportLaws } from '@hoplite/testing';
import { openLive } from 'hoplite';

const { transport, destination, unroutable } = JSON.parse(process.argv[2] ?? '');
const laws = transportLaws({
  create: () => openLive(transport, { protocol: 'udp' }),
  destination,
  unroutable,
  answers: ['icmp', 'tcp'],
  patience: 300,
  settle: () => setTimeout(300),
});
/** @type {Record<string, string | null>} */
const faults = {};
for (const { name, check } of laws) {
  faults[name] = await check().then(
    () => null,
    (error) => String(error),
  );
}
console.log(JSON.stringify(faults));
