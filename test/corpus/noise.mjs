// Ordinary traffic that looks a little like traceroutes: node noise.mjs FAR NEAR
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';

const [far, near] = process.argv.slice(2);
const family = far.includes(':') ? 'udp6' : 'udp4';

for (let id = 1; id <= 12; id++) await lookup(id);
for (const [host, port] of [
  [far, 80],
  [near, 80],
  [far, 81],
  [near, 80],
])
  await visit(host, port);
// Each brings one stray ICMP error: port unreachable from far, time exceeded from the second router.
await shout(far, 9999, 64);
await shout(far, 9999, 2);

/** A DNS query for the address of hostN.example (RFC 1035), from a port of its own as resolvers ask, and its answer. */
function lookup(id) {
  const name = Buffer.from(`\x05host${id.toString(36)}\x07example\0`, 'latin1');
  const query = Buffer.concat([Buffer.from([0, id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]), name, Buffer.from([0, 1, 0, 1])]);
  const socket = createSocket(family);
  return new Promise((resolve) => {
    socket.once('message', () => socket.close(resolve));
    socket.send(query, 53, near);
  });
}

function visit(host, port) {
  return new Promise((resolve) => {
    connect(port, host)
      .on('data', () => {})
      .on('error', () => {})
      .on('close', resolve);
  });
}

function shout(host, port, ttl) {
  const socket = createSocket(family);
  return new Promise((resolve) => {
    socket.bind(0, () => {
      socket.setTTL(ttl);
      socket.send('hello', port, host, () => setTimeout(() => socket.close(resolve), 50));
    });
  });
}
