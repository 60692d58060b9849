// How many datagrams a second one core decodes to objects and encodes, beside the checksum of the same bytes as a measure
// of the machine. After `npx tsc -b`: node bench/codec.bench.js

import {
  decodeDatagram,
  decodeQuote,
  encodeDatagram,
  formatAddress,
  internetChecksum,
  parseAddress,
  verifyChecksums,
} from '@hoplite/codec';
import { Bench } from 'tinybench';

/** Many different datagrams, so that no branch and no address is learnt by heart. */
const variety = 1000;

/** @typedef {import('@hoplite/codec').DatagramInit} DatagramInit */

/** @type {Record<string, (index: number) => DatagramInit>} */
const kinds = {
  'IPv4 + UDP': (index) => ({ ip: ipv4(17, index), payload: udp(index) }),
  'IPv6 + UDP': (index) => ({ ip: ipv6(17, index), payload: udp(index) }),
  'ICMP error with quote and MPLS': (index) => ({ ip: ipv4(1, index), payload: timeExceeded(index) }),
};

/** @type {unknown} What was made last, so that the compiler cannot leave the work out. */
let kept;

const bench = new Bench({ time: 1000, warmupTime: 300 });
for (const [kind, make] of Object.entries(kinds)) {
  const datagrams = Array.from({ length: variety }, (_, index) => make(index));
  const encoded = datagrams.map(encodeDatagram);
  addRound(`${kind}: checksum of the bytes`, encoded, internetChecksum);
  addRound(`${kind}: decodeDatagram`, encoded, decodeDatagram);
  addRound(`${kind}: decodeQuote of 28 or 48 bytes`, encoded.map(quoted), decodeQuote);
  addRound(`${kind}: verifyChecksums`, encoded, verifyChecksums);
  addRound(`${kind}: encodeDatagram`, datagrams, encodeDatagram);
}
for (const [family, make] of /** @type {const} */ ([
  ['IPv4', ipv4Address],
  ['IPv6', ipv6Address],
])) {
  const addresses = Array.from({ length: variety }, (_, index) => make(index));
  addRound(`${family}: parseAddress`, addresses, parseAddress);
  addRound(
    `${family}: formatAddress`,
    addresses.map((text) => parseAddress(text) ?? new Uint8Array(4)),
    formatAddress,
  );
}
await bench.run();
report();

/**
 * @template T
 * @param {string} name
 * @param {readonly T[]} inputs
 * @param {(input: T) => unknown} work
 */
function addRound(name, inputs, work) {
  bench.add(name, () => {
    for (const input of inputs) kept = work(input);
  });
}

function report() {
  const rows = bench.tasks.map(({ name, result }) => {
    if (result.state !== 'completed') throw new Error(`${name}: ${result.state}`);
    // A round takes so many milliseconds; the median does not mind what else the machine does.
    return { name, nanoseconds: (result.latency.p50 * 1e6) / variety };
  });
  let baseline = Number.NaN;
  console.log('| what | ns | million a second | times the checksum |\n|---|---:|---:|---:|');
  for (const { name, nanoseconds } of rows) {
    if (name.endsWith('checksum of the bytes')) baseline = nanoseconds;
    const cells = [nanoseconds.toFixed(0), (1000 / nanoseconds).toFixed(2), (nanoseconds / baseline).toFixed(1)];
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
  if (kept === undefined) throw new Error('nothing was done');
}

/**
 * @param {number} protocol
 * @param {number} index
 * @returns {Extract<DatagramInit['ip'], { version: 4 }>}
 */
function ipv4(protocol, index) {
  return {
    version: 4,
    typeOfService: 0,
    identification: index,
    reservedFlag: false,
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: 1 + (index % 30),
    protocol,
    source: ipv4Address(index),
    destination: ipv4Address(index + 77),
    options: [],
  };
}

/**
 * @param {number} protocol
 * @param {number} index
 * @returns {Extract<DatagramInit['ip'], { version: 6 }>}
 */
function ipv6(protocol, index) {
  return {
    version: 6,
    trafficClass: 0,
    flowLabel: index,
    nextHeader: protocol,
    hopLimit: 1 + (index % 30),
    source: ipv6Address(index),
    destination: ipv6Address(index + 77),
    extensionHeaders: [],
  };
}

/**
 * A probe of 60 bytes over IPv4.
 * @param {number} index
 * @returns {Extract<DatagramInit['payload'], { kind: 'udp' }>}
 */
function udp(index) {
  return { kind: 'udp', sourcePort: 40000 + index, destinationPort: 33434 + index, payload: new Uint8Array(32) };
}

/**
 * @param {number} index
 * @returns {Extract<DatagramInit['payload'], { kind: 'icmpv4' }>}
 */
function timeExceeded(index) {
  const original = new Uint8Array(128);
  original.set(encodeDatagram({ ip: ipv4(17, index), payload: udp(index) }));
  const entries = [{ label: 16 + index, trafficClass: 0, bottom: true, ttl: 1 }];
  const objects = [/** @type {const} */ ({ kind: 'mpls-label-stack', entries })];
  const extensions = { version: 2, reserved: 0, objects, rest: new Uint8Array(0) };
  return { kind: 'icmpv4', name: 'time-exceeded', type: 11, code: 0, unused: 0, unusedTail: 0, original, extensions };
}

/**
 * The IP header and 8 bytes.
 * @param {Uint8Array} bytes
 */
function quoted(bytes) {
  return bytes.subarray(0, (bytes[0] ?? 0) >> 4 === 4 ? 28 : 48);
}

/** @param {number} index */
function ipv4Address(index) {
  return `${1 + (index % 223)}.${(index * 7) % 256}.${(index * 13) % 256}.${(index * 29) % 256}`;
}

/** @param {number} index */
function ipv6Address(index) {
  const interfaceId =
    index % 2 === 0 ? `:${(index + 1).toString(16)}` : `8d3:1319:8a2e:${(index + 0x1000).toString(16)}`;
  return index % 2 === 0
    ? `2001:db8:${index.toString(16)}:${interfaceId}`
    : `2001:db8:85a3:${index.toString(16)}:${interfaceId}`;
}
