// A capture of mixed traffic with some hundred traceroutes in it, the same for the same seed. After `npx tsc -b`:
// node bench/make-capture.js FILE [--packets 1000000] [--seed 1] [--type pcap|pcapng]

import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { decodeDatagram, encodeDatagram, encodeFrame, LinkType, TcpFlag } from '@hoplite/codec';
import { directReply, icmpProbe, portUnreachable, tcpProbe, timeExceeded, udpProbe } from '@hoplite/testing';
import { writeCapture } from '@hoplite/transport-pcap';

/** @typedef {Generator<Uint8Array, void, undefined>} Conversation Datagrams in their order. */
/** @typedef {{ source: string, destination: string, ttl: number }} Route */

/** How many conversations go on at a time, and how many microseconds lie between two packets at most. */
const atOnce = 40;
const longestGap = 50;
const origin = 1_700_000_000_000_000_000n;

/** Of how many conversations one is of a kind. */
const kinds = /** @type {const} */ ([
  [0.5, tcpFlow],
  [0.35, lookup],
  [0.138, ping],
  [0.012, traceroute],
]);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      packets: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      type: { type: 'string', default: 'pcap' },
    },
  });
  const [path] = positionals;
  if (path === undefined) throw new TypeError('usage: node bench/make-capture.js FILE [--packets N] [--seed N]');
  await makeCapture(path, Number(values.packets), Number(values.seed), values.type === 'pcapng' ? 'pcapng' : 'pcap');
}

/**
 * @param {string} path
 * @param {number} count
 * @param {number} seed
 * @param {'pcap' | 'pcapng'} type
 */
export async function makeCapture(path, count, seed, type) {
  const format =
    type === 'pcap'
      ? /** @type {const} */ ({ type, linkType: LinkType.ethernet, resolution: 'microseconds' })
      : /** @type {const} */ ({ type, interfaces: [{ linkType: LinkType.ethernet }] });
  await writeCapture(path, traffic(count, createDice(seed)), format);
}

/**
 * @param {number} count
 * @param {Dice} dice
 */
function* traffic(count, dice) {
  const open = Array.from({ length: atOnce }, () => begin(dice));
  let at = 0;
  for (let number = 0; number < count; number += 1) {
    const datagram = nextOf(open, dice);
    const frame = encodeFrame(LinkType.ethernet, [ethernet(datagram)], datagram);
    yield { at, origin, frame, interface: 0, originalLength: frame.length, comment: null };
    at += 1000 * dice.below(longestGap);
  }
}

/**
 * The next datagram of one of the conversations; one that is over makes room for another.
 * @param {Conversation[]} open
 * @param {Dice} dice
 * @returns {Uint8Array}
 */
function nextOf(open, dice) {
  const place = dice.below(open.length);
  const next = (open[place] ?? begin(dice)).next();
  if (!next.done) return next.value;
  open[place] = begin(dice);
  return nextOf(open, dice);
}

/**
 * @param {Dice} dice
 * @returns {Conversation}
 */
function begin(dice) {
  const family = dice.below(5) === 0 ? 6 : 4;
  const route = { source: dice.address(family), destination: dice.address(family), ttl: 64 };
  let share = dice.below(1000) / 1000;
  for (const [part, kind] of kinds) {
    share -= part;
    if (share < 0) return kind(route, dice);
  }
  return tcpFlow(route, dice);
}

/**
 * A handshake, then data one way and acknowledgements back.
 * @param {Route} route
 * @param {Dice} dice
 * @returns {Conversation}
 */
function* tcpFlow(route, dice) {
  const ports = { sourcePort: dice.port(), destinationPort: 443 };
  const syn = tcpProbe({ ...route, ...ports, sequenceNumber: dice.below(2 ** 32) });
  yield syn;
  yield directReply(syn);
  for (let left = 10 + dice.below(60); left > 0; left -= 1) {
    const sequenceNumber = dice.below(2 ** 32);
    const length = dice.below(20) === 0 ? 1400 : dice.below(40);
    yield withPayload(tcpProbe({ ...route, ...ports, sequenceNumber, flags: TcpFlag.ack | TcpFlag.psh }), length);
    yield tcpProbe({ ...back(route, ports), sequenceNumber, acknowledgmentNumber: sequenceNumber, flags: TcpFlag.ack });
  }
}

/**
 * @param {Route} route
 * @param {Dice} dice
 * @returns {Conversation}
 */
function* lookup(route, dice) {
  const question = udpProbe({ ...route, sourcePort: dice.port(), destinationPort: 53, payload: new Uint8Array(30) });
  yield question;
  yield directReply(question);
}

/**
 * @param {Route} route
 * @param {Dice} dice
 * @returns {Conversation}
 */
function* ping(route, dice) {
  const identifier = dice.below(0x1_0000);
  for (let sequenceNumber = 1; sequenceNumber <= 4; sequenceNumber += 1) {
    const request = icmpProbe({ ...route, identifier, sequenceNumber, data: new Uint8Array(56) });
    yield request;
    yield directReply(request);
  }
}

/**
 * Three probes a hop, of which one in eight stays without an answer.
 * @param {Route} route
 * @param {Dice} dice
 * @returns {Conversation}
 */
function* traceroute(route, dice) {
  const family = route.destination.includes(':') ? 6 : 4;
  const makeProbe = dice.below(3) === 0 ? icmpProbes(route, dice) : udpProbes(route, dice);
  const hops = 4 + dice.below(12);
  for (let ttl = 1; ttl <= hops; ttl += 1) {
    const router = dice.address(family);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const probe = makeProbe(ttl, 3 * (ttl - 1) + attempt);
      yield probe;
      if (dice.below(8) === 0) continue;
      yield ttl < hops ? timeExceeded(probe, router) : answerOf(probe, route.destination);
    }
  }
}

/**
 * @param {Route} route
 * @param {Dice} dice
 */
function icmpProbes(route, dice) {
  const identifier = dice.below(0x1_0000);
  return (/** @type {number} */ ttl, /** @type {number} */ sequenceNumber) =>
    icmpProbe({ ...route, ttl, identifier, sequenceNumber, data: new Uint8Array(32) });
}

/**
 * @param {Route} route
 * @param {Dice} dice
 */
function udpProbes(route, dice) {
  const sourcePort = dice.port();
  return (/** @type {number} */ ttl, /** @type {number} */ turn) =>
    udpProbe({ ...route, ttl, sourcePort, destinationPort: 33434 + turn, payload: new Uint8Array(32) });
}

/**
 * @param {Uint8Array} probe
 * @param {string} destination
 */
function answerOf(probe, destination) {
  const decoded = decodeDatagram(probe);
  return decoded.ok && decoded.value.payload.kind === 'udp' ? portUnreachable(probe, destination) : directReply(probe);
}

/**
 * The TCP segment with so many bytes of data.
 * @param {Uint8Array} segment
 * @param {number} length
 */
function withPayload(segment, length) {
  const decoded = decodeDatagram(segment);
  if (!decoded.ok || decoded.value.payload.kind !== 'tcp') throw new TypeError('no TCP segment');
  const { checksum: _checksum, ...tcp } = decoded.value.payload;
  const { ip } = decoded.value;
  if (ip.version === 6) {
    const { payloadLength: _payloadLength, ...header } = ip;
    return encodeDatagram({ ip: header, payload: { ...tcp, payload: new Uint8Array(length) } });
  }
  const { totalLength: _totalLength, headerChecksum: _headerChecksum, ...header } = ip;
  return encodeDatagram({ ip: header, payload: { ...tcp, payload: new Uint8Array(length) } });
}

/**
 * @param {Route} route
 * @param {{ sourcePort: number, destinationPort: number }} ports
 */
function back({ source, destination, ttl }, { sourcePort, destinationPort }) {
  return { source: destination, destination: source, ttl, sourcePort: destinationPort, destinationPort: sourcePort };
}

/** @param {Uint8Array} datagram */
function ethernet(datagram) {
  const etherType = (datagram[0] ?? 0) >> 4 === 6 ? 0x86dd : 0x0800;
  return /** @type {const} */ ({
    kind: 'ethernet',
    destination: '02:00:00:00:00:02',
    source: '02:00:00:00:00:01',
    etherType,
  });
}

/** @typedef {ReturnType<typeof createDice>} Dice */

/**
 * mulberry32.
 * @param {number} seed
 */
function createDice(seed) {
  let state = seed;
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (/** @type {number} */ limit) => Math.floor(roll() * limit);
  return {
    below,
    port: () => 32_768 + below(28_000),
    /**
     * Of IPv6 under the documentation prefix of RFC 3849, of IPv4 anywhere: tcpdump finds what it printed before by the
     * first bits, and took 15 times as long where all were of one prefix.
     */
    address: (/** @type {4 | 6} */ family) =>
      family === 4
        ? `${1 + below(223)}.${below(256)}.${below(256)}.${1 + below(254)}`
        : `2001:db8::${(1 + below(65_534)).toString(16)}:${(1 + below(65_534)).toString(16)}`,
  };
}
