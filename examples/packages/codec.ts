import { decodeDatagram, describeFailure, encodeDatagram, verifyChecksums } from '@hoplite/codec';

const fixed = { trafficClass: 0, flowLabel: 7, nextHeader: 17, hopLimit: 3, extensionHeaders: [] };
const bytes = encodeDatagram({
  ip: { version: 6, source: '2001:db8::1', destination: '2001:db8::2', ...fixed },
  payload: { kind: 'udp', sourcePort: 40123, destinationPort: 33434, payload: new Uint8Array(12) },
});
for (const received of [bytes, bytes.subarray(0, 44)]) {
  const decoded = decodeDatagram(received);
  console.log(decoded.ok ? decoded.value.payload.kind : describeFailure(decoded.failure));
}
console.log(verifyChecksums(bytes));
