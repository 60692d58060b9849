import { describe, expect, test } from 'vitest';
import { answersTo, echo, type LineChanges, lineNetwork, saidTo, TARGET, tcp, udp } from './line.fixture.js';
import type { ErrorsInit } from './topology/errors.js';

const second = (errors: boolean | ErrorsInit, more: LineChanges = {}) =>
  lineNetwork({ ...more, nodes: { r2: { errors, addresses: ['10.9.9.2', '2001:db8:9::2'] }, ...more.nodes } });

describe('the errors of a router', () => {
  test('are none where it is silent; packets pass it all the same', () => {
    for (const errors of [false, { timeExceeded: false }]) {
      const network = second(errors);
      expect(saidTo(network, udp(2))).toEqual([]);
      expect(saidTo(network, udp(3))).toEqual(['10.0.3.2 time-exceeded']);
    }
  });

  test('come from the interface, the node or the address that it likes', () => {
    expect(saidTo(second({ from: 'incoming' }), udp(2))).toEqual(['10.0.2.2 time-exceeded']);
    expect(saidTo(second({ from: 'node' }), udp(2))).toEqual(['10.9.9.2 time-exceeded']);
    expect(saidTo(second({ from: '192.0.2.77' }), udp(2))).toEqual(['192.0.2.77 time-exceeded']);
    expect(saidTo(second({ from: '192.0.2.77' }), udp(2, { family: 6 }))).toEqual(['2001:db8::2:2 time-exceeded']);
  });

  test('come from the interface by which they leave, on a way back that is another', () => {
    const links = [
      {
        ends: [
          { node: 'pc', addresses: ['10.0.0.1'] },
          { node: 'a', addresses: ['10.0.0.2'] },
        ],
      },
      { ends: ['a', { node: 'b', addresses: ['10.0.0.3'] }], reverse: { cost: 9 } },
      { ends: [{ node: 'b', addresses: ['10.0.0.4'] }, 'c'], latency: 7 },
      { ends: ['c', 'a'], latency: 7 },
    ] as const;
    const rest = {
      nodes: { pc: {}, a: {}, b: { errors: { from: 'outgoing' }, routes: [{ to: '10.0.0.1', via: ['c'] }] }, c: {} },
      links,
    } as const;
    const network = lineNetwork({ rest });
    const probe = udp(2, { source: '10.0.0.1', destination: '10.0.0.4' });
    expect(answersTo(network, udp(2, { source: '10.0.0.1', destination: '10.0.0.3' }))).toMatchObject([
      { what: '3/3', at: 2 + 15 },
    ]);
    expect(saidTo(network, probe)).toEqual(['10.0.0.4 3/3']);
  });

  test('have the TTL that it gives them, less the routers on the way back', () => {
    expect(answersTo(second({}), udp(2))).toMatchObject([{ ttl: 254 }]);
    expect(answersTo(second({ ttl: 100 }), udp(2))).toMatchObject([{ ttl: 99 }]);
  });

  test('die on the way back if they have the TTL of the packet that they answer', () => {
    expect(saidTo(second({ ttl: 'probe' }), udp(2))).toEqual([]);
    const network = lineNetwork({ nodes: { target: { errors: { ttl: 'probe' } } } });
    const silent = Array.from({ length: 8 }, (_, index) => saidTo(network, udp(4 + index)).length);
    expect(silent).toEqual([0, 0, 0, 1, 1, 1, 1, 1]);
  });

  test('are no more than it may send in a window of time', () => {
    const network = second({ limit: { count: 2, per: 100 } });
    const counts = [0, 1, 2, 3, 120, 121, 122].map((at) => answersTo(network, udp(2), at).length);
    expect(counts).toEqual([1, 1, 0, 0, 1, 1, 0]);
    expect(network.pathOf('pc', udp(1)).at(1)?.answers).toHaveLength(1);
  });

  test('may be left out now and then', () => {
    const network = second({ loss: 0.5 });
    const answered = Array.from({ length: 400 }, () => answersTo(network, udp(2)).length).filter((one) => one > 0);
    expect(answered.length).toBeGreaterThan(150);
    expect(answered.length).toBeLessThan(250);
  });

  test('may come late, and several times', () => {
    const answers = answersTo(second({ delay: 8000, copies: 3 }), udp(2));
    expect(answers.map(({ from, at }) => `${from} ${at}`)).toEqual(Array(3).fill('10.0.2.2 8004'));
  });

  test('tell by which interface the packet came, if it says so', () => {
    const [answer] = answersTo(second({ interfaceInformation: true }), udp(2));
    const objects =
      answer?.datagram.payload.kind === 'icmpv4' && 'extensions' in answer.datagram.payload
        ? answer.datagram.payload.extensions?.objects
        : [];
    expect(objects).toMatchObject([
      {
        kind: 'interface-information',
        role: 0,
        interfaceIndex: 1,
        address: { address: '10.0.2.2' },
        interfaceName: { text: 'r1-r2' },
        mtu: 1500,
      },
    ]);
  });

  test('are never about errors, nor about packets from nobody', () => {
    const network = lineNetwork();
    const [error] = network.send('pc', udp(1), 0);
    const about = Uint8Array.from(error?.datagram ?? []);
    expect(saidTo(network, about)).toEqual([]);
    for (const source of ['0.0.0.0', '224.0.0.1', '255.255.255.255']) {
      expect(saidTo(network, udp(2, { source }))).toEqual([]);
    }
  });
});

describe('a target', () => {
  const target = (services: object, errors: boolean | ErrorsInit = true) =>
    lineNetwork({ nodes: { target: { services, errors } } });

  test('opens the ports that it is told to', () => {
    const network = target({ udp: [33434], tcp: [80] });
    expect(answersTo(network, udp(9, { payload: Uint8Array.of(1, 2, 3) }))).toMatchObject([
      {
        from: TARGET,
        what: 'udp',
        ttl: 61,
        datagram: { payload: { sourcePort: 33434, payload: Uint8Array.of(1, 2, 3) } },
      },
    ]);
    expect(answersTo(network, tcp(9))).toMatchObject([
      {
        what: 'tcp 10010',
        datagram: { payload: { sourcePort: 80, destinationPort: 40000, acknowledgmentNumber: 1001 } },
      },
    ]);
    expect(saidTo(network, tcp(9, { destinationPort: 81 }))).toEqual([`${TARGET} tcp 10100`]);
    expect(saidTo(network, udp(9, { destinationPort: 34 }))).toEqual([`${TARGET} 3/3`]);
  });

  test('resets what belongs to no connection, with the number that was acknowledged', () => {
    const ack = tcp(9, { flags: 0x10, acknowledgmentNumber: 4711 });
    expect(answersTo(target({ tcp: [80] }), ack)).toMatchObject([
      { what: 'tcp 100', datagram: { payload: { sequenceNumber: 4711 } } },
    ]);
    expect(saidTo(target({}), tcp(9, { flags: 0x04 }))).toEqual([]);
  });

  test('may be silent', () => {
    const network = target({ echo: false, closed: 'ignore' });
    for (const probe of [udp(9), echo(9), tcp(9)]) expect(saidTo(network, probe)).toEqual([]);
    expect(saidTo(target({}, false), udp(9))).toEqual([]);
  });

  test('may answer from another address, and later', () => {
    const network = target({ from: '192.0.2.1', delay: 5 }, { from: '192.0.2.2' });
    expect(answersTo(network, echo(9))).toMatchObject([{ from: '192.0.2.1', at: 13 }]);
    expect(answersTo(network, udp(9))).toMatchObject([{ from: '192.0.2.2', at: 8 }]);
  });

  test('does not answer what was corrupted', () => {
    const probe = udp(9);
    probe[probe.length - 1] = 1;
    expect(saidTo(target({}), probe)).toEqual([]);
  });
});
