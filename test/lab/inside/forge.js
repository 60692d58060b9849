// node forge.js '{ "victim": "192.0.2.2", "target": "203.0.113.2", "count": 100000 }': sends so many forged ICMP messages as
// fast as it goes, and prints how many left: errors that quote probes from the victim to the target, whose ports and
// identifiers are guessed, and echo replies; from addresses that nobody has or from the target's. Of every other one bytes
// are changed or missing. With "port" they are UDP datagrams to that port instead.
// Past all transports of ours, which send from no address but the host's own.
import { createRequire } from 'node:module';
import { directReply, icmpProbe, portUnreachable, timeExceeded, udpProbe, unreachable } from '@hoplite/testing';

const { AddressFamily, createSocket, SocketLevel, SocketOption } = createRequire(
  new URL('../../../packages/transport-raw/package.json', import.meta.url),
)('raw-socket');
/** IPPROTO_RAW: whole datagrams, of any protocol. */
const ANY = 255;

const FORGERIES = [
  () => timeExceeded(guessed(), stranger()),
  () => portUnreachable(guessed(), stranger()),
  () => unreachable(guessed(), stranger(), below(16)),
  () => timeExceeded(guessed(), target),
  () => portUnreachable(guessed(), target),
  echoReply,
];

const { victim, target, count, port = null } = JSON.parse(process.argv[2] ?? '');
const six = victim.includes(':');
const headerLength = six ? 40 : 20;
let state = 1;
let left = 0;
const socket = createSocket({ protocol: ANY, addressFamily: six ? AddressFamily.IPv6 : AddressFamily.IPv4 });
if (!six) socket.setOption(SocketLevel.IPPROTO_IP, SocketOption.IP_HDRINCL, 1);
for (let sent = 0; sent < count; sent++) {
  const datagram = forged();
  try {
    socket.wrap.send(datagram, 0, datagram.length, victim, () => left++);
  } catch (error) {
    // As where the device has no room: how many left is told in the end.
    if (left === 0) throw error;
  }
}
socket.close();
console.log(left);

function forged() {
  if (port !== null) return udpProbe({ ...backward(), sourcePort: 53, destinationPort: port });
  const forge = FORGERIES[below(FORGERIES.length)] ?? echoReply;
  return below(2) === 0 ? forge() : mangled(forge());
}

function echoReply() {
  return directReply(guessedEcho());
}

/** A probe as the victim may have sent it. */
function guessed() {
  if (below(2) === 0) return guessedEcho();
  return udpProbe({ ...forward(), sourcePort: below(0x10000), destinationPort: below(0x10000) });
}

function guessedEcho() {
  return icmpProbe({ ...forward(), identifier: below(0x10000), sequenceNumber: below(0x10000) });
}

function forward() {
  return { source: victim, destination: target, ttl: 1, identification: below(0x10000) };
}

function backward() {
  return { source: target, destination: victim, ttl: 64 };
}

function stranger() {
  return six ? `2001:db8:dead::${below(0x10000).toString(16)}` : `198.51.100.${200 + below(50)}`;
}

/** With some bytes behind its IP header changed, or its end missing. @param {Uint8Array} datagram */
function mangled(datagram) {
  for (let changes = 1 + below(4); changes > 0; changes--) {
    datagram[headerLength + below(datagram.length - headerLength)] = below(256);
  }
  return below(2) === 0 ? datagram : datagram.subarray(0, headerLength + below(datagram.length - headerLength));
}

/** The same numbers every time (mulberry32). @param {number} bound */
function below(bound) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
}
