import { networkInterfaces } from 'node:os';
import { decodeDatagram, encodeDatagram } from '@hoplite/codec';
import type { Listener, Transport } from '@hoplite/engine';
import { directReply, icmpProbe, portUnreachable, tcpProbe, timeExceeded, udpProbe } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { createFakeModule, type FakeModule, type FakeSystem } from './fake-module.fixture.js';
import { rawTransportOver } from './over-system.js';
import { platformOf } from './platform.js';

const HERE = '127.0.0.1';
const HERE6 = '2001:db8::1';
const TARGET = '203.0.113.2';
const TARGET6 = '2001:db8:f::2';
const ROUTER = '198.51.100.1';
const PORT = 40_123;

type Heard = readonly [what: string, ...rest: readonly unknown[]];

interface Bench extends FakeModule {
  readonly transport: Transport;
  readonly heard: Heard[];
  /** Until all is told that can be told now. */
  readonly settled: () => Promise<void>;
}

/** A transport that is open over a fake system, and what it tells. */
async function bench(
  system: FakeSystem = {},
  platform = 'linux',
  options: { readonly interface?: string } = {},
): Promise<Bench> {
  const fake = createFakeModule(system);
  const addresses = () => [HERE6, '2001:db8::9'];
  const transport = rawTransportOver({ module: fake.module, platform: platformOf(platform), addresses }, options);
  const heard: Heard[] = [];
  await transport.open(listenerOf(heard));
  return {
    ...fake,
    transport,
    heard,
    async settled() {
      // By turns of the loop and not by timers: on a busy machine several of these are due in one turn.
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function listenerOf(heard: Heard[]): Listener {
  return {
    sent: (id, _at, actual, unknown) =>
      heard.push(unknown === undefined ? ['sent', id] : ['sent', id, actual, unknown]),
    failed: (id, { code, message }) => heard.push(['failed', id, code, message]),
    received: (datagram, _at, reconstructed) => heard.push(['received', datagram, reconstructed]),
    noticed: (code, text) => heard.push(['noticed', code, text]),
    broken: ({ code }) => heard.push(['broken', code]),
  };
}

function long(bytes: number, dontFragment: boolean, identification = 7): Uint8Array {
  const decoded = decodeDatagram(udp(identification));
  if (!decoded.ok || decoded.value.ip.version !== 4) throw new Error('no datagram');
  const { headerLength: _, totalLength: __, headerChecksum: ___, ...ip } = decoded.value.ip;
  const payload = { kind: 'opaque', bytes: new Uint8Array(bytes - 20).fill(7) } as const;
  return encodeDatagram({ ip: { ...ip, dontFragment }, payload });
}

function udp(identification: number, more: { sourcePort?: number; destination?: string } = {}): Uint8Array {
  const ends = { source: HERE, destination: TARGET, sourcePort: PORT, destinationPort: 33_434, ...more };
  return udpProbe({ ...ends, ttl: 3, identification });
}

describe('what is sent', () => {
  test('is heard of after it was given, and before what answers it at once', async () => {
    const { transport, heard, settled } = await bench({
      sends: (datagram, _destination, fake) => {
        fake.arrive(4, 1, timeExceeded(datagram, ROUTER), ROUTER);
        return null;
      },
    });
    transport.send([1, 2].map((id) => ({ id, datagram: udp(id) })));
    expect(heard).toEqual([]);
    await settled();
    expect(heard.map(([what, id]) => (what === 'received' ? what : [what, id]))).toEqual([
      ['sent', 1],
      'received',
      ['sent', 2],
      'received',
    ]);
    await transport.close();
  });

  test('goes as it is to where its header says', async () => {
    const left: (readonly [Uint8Array, string])[] = [];
    const { transport } = await bench({
      sends(datagram, destination) {
        left.push([datagram, destination]);
        return null;
      },
    });
    const six = udpProbe({ source: HERE6, destination: TARGET6, ttl: 3, sourcePort: PORT, destinationPort: 1 });
    transport.send([
      { id: 1, datagram: udp(1) },
      { id: 2, datagram: six },
    ]);
    expect(left).toEqual([
      [udp(1), TARGET],
      [six, TARGET6],
    ]);
    await transport.close();
  });

  test('fails alone where its source is no address of this host, for which nobody would answer', async () => {
    const { transport, heard, settled } = await bench();
    const foreign = udpProbe({
      source: '192.0.2.1',
      destination: TARGET,
      ttl: 3,
      sourcePort: PORT,
      destinationPort: 1,
    });
    transport.send([
      { id: 1, datagram: foreign },
      { id: 2, datagram: udp(2) },
    ]);
    await settled();
    expect(heard).toEqual([
      ['failed', 1, 'EADDRNOTAVAIL', '192.0.2.1 is no address of this host'],
      ['sent', 2],
    ]);
    await transport.close();
  });

  test('or fails has the instant at which that was tried, whatever was refused', async () => {
    const fake = createFakeModule({ sends: (datagram) => (datagram[5] === 2 ? 'Network is unreachable' : null) });
    const transport = rawTransportOver({ module: fake.module, platform: platformOf('linux'), addresses: () => [HERE] });
    const heard: (readonly [string, number, number | undefined])[] = [];
    await transport.open({
      ...listenerOf([]),
      sent: (id, at) => heard.push(['sent', id, at]),
      failed: (id, _error, at) => heard.push(['failed', id, at]),
    });
    const before = transport.clock.now();
    transport.send([udp(1), udp(2), new Uint8Array(3), udp(4)].map((datagram, index) => ({ id: index + 1, datagram })));
    const after = transport.clock.now();
    await new Promise<void>((resolve) => transport.clock.wake(0, resolve));
    expect(heard.map(([what, id]) => `${what} ${id}`)).toEqual(['sent 1', 'failed 2', 'failed 3', 'sent 4']);
    const instants = heard.map(([, , at = -1]) => at);
    expect([before, ...instants, after]).toEqual([before, ...instants, after].toSorted((a, b) => a - b));
    await transport.close();
  });

  test('leaves in fragments where the system finds it too long, and it may be divided', async () => {
    const wire: Uint8Array[] = [];
    const sends = (datagram: Uint8Array): string | null => {
      if (datagram.length > 1400) return 'Message too long';
      wire.push(datagram);
      return null;
    };
    const { transport, heard, settled } = await bench({ sends });
    const datagram = long(3000, false);
    transport.send([
      { id: 1, datagram },
      { id: 2, datagram: long(3000, true) },
    ]);
    await settled();
    expect(heard).toEqual([
      ['sent', 1],
      ['failed', 2, 'EMSGSIZE', '3000 bytes are more than the interface carries'],
    ]);
    expect(wire.flatMap((fragment) => [...fragment.subarray(20)])).toEqual([...datagram.subarray(20)]);
    await transport.close();
  });

  test('leaves in fragments of one identification where it has none, which the system would choose for each anew', async () => {
    const chosen: number[] = [];
    const sends = (datagram: Uint8Array): string | null => {
      if (datagram.length > 1400) return 'Message too long';
      chosen.push(new DataView(datagram.buffer).getUint16(4));
      return null;
    };
    const { transport, heard, settled } = await bench({ sends });
    const datagram = long(3000, false, 0);
    transport.send([{ id: 1, datagram }]);
    await settled();
    expect(heard).toEqual([['sent', 1, datagram, ['identification']]]);
    expect(chosen.length).toBeGreaterThan(1);
    expect(new Set(chosen)).toEqual(new Set(chosen.filter((each) => each !== 0).slice(0, 1)));
    await transport.close();
  });

  test.each([
    ['EPERM', 'Operation not permitted'],
    ['ENOBUFS', 'No buffer space available'],
    ['ENETUNREACH', 'Network is unreachable'],
    ['EHOSTUNREACH', 'No route to host'],
    ['EACCES', 'Permission denied'],
  ])('fails alone with %s where the system says: %s', async (code, message) => {
    const { transport, heard, settled } = await bench({ sends: (_, to) => (to === TARGET ? null : message) });
    transport.send([
      { id: 1, datagram: udp(1) },
      { id: 2, datagram: udp(2, { destination: '203.0.113.9' }) },
      { id: 3, datagram: udp(3) },
    ]);
    await settled();
    expect(heard).toEqual([
      ['sent', 1],
      ['failed', 2, code, message],
      ['sent', 3],
    ]);
    await transport.close();
  });

  test('waits while the send buffer is full, and goes in its order', async () => {
    const left: number[] = [];
    const asked: number[] = [];
    let refusals = 3;
    const { transport, heard, settled } = await bench({
      sends(datagram) {
        const id = datagram[5] ?? 0;
        asked.push(id);
        if (id === 2 && refusals-- > 0) return 'Resource temporarily unavailable';
        left.push(id);
        return null;
      },
    });
    transport.send([1, 2, 3].map((id) => ({ id, datagram: udp(id) })));
    transport.send([{ id: 4, datagram: udp(4) }]);
    expect(asked).toEqual([1, 2]);
    expect(left).toEqual([1]);
    while (heard.length < 4) await settled();
    expect(left).toEqual([1, 2, 3, 4]);
    expect(heard).toEqual([1, 2, 3, 4].map((id) => ['sent', id]));
    await transport.close();
  });

  test('fails where it is no datagram, or of a family that has no sockets here', async () => {
    const { transport, heard, settled } = await bench({}, 'darwin');
    transport.send([
      { id: 1, datagram: new Uint8Array(3) },
      { id: 2, datagram: udp(2, {}).subarray(0, 19) },
      { id: 3, datagram: udpProbe({ source: HERE6, destination: TARGET6, ttl: 1, sourcePort: 1, destinationPort: 2 }) },
    ]);
    await settled();
    expect(heard.map(([what, id, code]) => [what, id, code])).toEqual([
      ['failed', 1, 'EINVAL'],
      ['failed', 2, 'EINVAL'],
      ['failed', 3, 'EAFNOSUPPORT'],
    ]);
    await transport.close();
  });

  test('names its identification as unknown where that is zero: the system fills it in', async () => {
    const { transport, heard, settled } = await bench();
    transport.send([{ id: 1, datagram: udp(0) }]);
    await settled();
    expect(heard).toEqual([['sent', 1, udp(0), ['identification']]]);
    await transport.close();
  });

  test('fails where no socket can be had for its answers', async () => {
    const { transport, heard, settled } = await bench({
      refuses: (protocol) => (protocol === 17 ? 'Too many open files' : null),
    });
    transport.send([{ id: 1, datagram: udp(1) }]);
    await settled();
    expect(heard).toEqual([['failed', 1, 'EMFILE', 'Too many open files']]);
    await transport.close();
  });
});

describe('what arrives', () => {
  test('is a copy, that of the next datagram another one', async () => {
    const { transport, heard, arrive, settled } = await bench();
    const answers = [1, 2, 3].map((id) => timeExceeded(udp(id), ROUTER));
    for (const answer of answers) arrive(4, 1, answer, ROUTER);
    await settled();
    expect(heard).toEqual(answers.map((answer) => ['received', answer, []]));
    await transport.close();
  });

  test('over UDP and TCP is what goes to a port that probes left from', async () => {
    const { transport, heard, arrive, settled } = await bench();
    const ends = {
      source: HERE,
      destination: TARGET,
      ttl: 3,
      sourcePort: PORT,
      destinationPort: 443,
      sequenceNumber: 1,
    };
    const [asked, syn] = [udpProbe(ends), tcpProbe(ends)];
    transport.send([
      { id: 1, datagram: asked },
      { id: 2, datagram: syn },
    ]);
    await settled();
    heard.length = 0;
    arrive(4, 17, directReply(asked), TARGET);
    arrive(4, 17, directReply(udpProbe({ ...ends, sourcePort: PORT + 1 })), TARGET);
    arrive(4, 6, directReply(syn), TARGET);
    arrive(4, 6, directReply(tcpProbe({ ...ends, sourcePort: 22 })), TARGET);
    // A port is held by a connection to itself, whose segments arrive here too.
    arrive(4, 6, tcpProbe({ ...ends, source: HERE, destination: HERE, destinationPort: PORT }), HERE);
    arrive(4, 17, Uint8Array.from([0x45, 0, 0]), TARGET);
    await settled();
    expect(heard).toEqual([
      ['received', directReply(asked), []],
      ['received', directReply(syn), []],
    ]);
    await transport.close();
  });

  test('over IPv6 has a header again, and what nobody saw of it is named', async () => {
    const { transport, heard, arrive, settled } = await bench();
    const ends = { source: HERE6, destination: TARGET6, ttl: 3, sourcePort: PORT, destinationPort: 53 };
    const [asked, echo] = [udpProbe(ends), icmpProbe({ ...ends, identifier: 7, sequenceNumber: 1 })];
    const elsewhere = udpProbe({ ...ends, source: '2001:db8::9' });
    transport.send([asked, echo, elsewhere].map((datagram, id) => ({ id, datagram })));
    await settled();
    heard.length = 0;
    const answers = [portUnreachable(elsewhere, TARGET6), directReply(echo), directReply(asked)];
    for (const answer of answers) arrive(6, answer === answers[2] ? 17 : 58, answer.subarray(40), TARGET6);
    await settled();
    const own = ['ttl', 'typeOfService', 'flowLabel'];
    expect(heard.map(([, , reconstructed]) => reconstructed)).toEqual([
      ['replyTtl', 'replyTypeOfService', 'replyFlowLabel'],
      own,
      own,
    ]);
    expect(heard.map(([, datagram]) => withoutHopLimit(datagram as Uint8Array))).toEqual(answers.map(withoutHopLimit));
    await transport.close();
  });

  test('and finds no room is told of, once', async () => {
    const { transport, heard, sockets, arrive, settled } = await bench();
    const icmp = sockets.find(({ family, protocol }) => family === 4 && protocol === 1);
    if (icmp === undefined) throw new Error('no socket receives ICMP');
    icmp.dropped = 7;
    for (const id of [1, 2]) {
      arrive(4, 1, timeExceeded(udp(id), ROUTER), ROUTER);
      await settled();
    }
    expect(heard.filter(([what]) => what === 'noticed')).toEqual([
      ['noticed', 'overflow', '7 datagrams found the receive buffer full'],
    ]);
    await transport.close();
  });

  test('has all been told when the clock wakes, as much of it as a buffer holds', async () => {
    const { transport, heard, sockets } = await bench({ grants: 832 * 1000 });
    const icmp = sockets.find(({ family, protocol }) => family === 4 && protocol === 1);
    const answer = timeExceeded(udp(1), ROUTER);
    for (let i = 0; i < 1000; i++) icmp?.waiting.push({ bytes: answer, from: ROUTER });
    await new Promise<void>((resolve) => transport.clock.wake(0, resolve));
    expect(heard).toHaveLength(1000);
    await transport.close();
  });

  test('never keeps what is to be sent waiting for long, however much it is', async () => {
    const { transport, heard, sockets, settled } = await bench();
    const icmp = sockets.find(({ family, protocol }) => family === 4 && protocol === 1);
    const answer = timeExceeded(udp(1), ROUTER);
    for (let i = 0; i < 1000; i++) icmp?.waiting.push({ bytes: answer, from: ROUTER });
    icmp?.wrap.emit('recvReady');
    expect(heard.length).toBeLessThan(500);
    icmp?.wrap.emit('recvReady');
    icmp?.wrap.emit('recvReady');
    icmp?.wrap.emit('recvReady');
    await settled();
    expect(heard).toHaveLength(1000);
    await transport.close();
  });

  test('while a batch is sent is stamped and told then, not after all of it', async () => {
    const stamps: (readonly [string, number])[] = [];
    const fake = createFakeModule({
      sends(datagram, _destination, { arrive }) {
        arrive(4, 1, timeExceeded(datagram, ROUTER), ROUTER);
        return null;
      },
    });
    const transport = rawTransportOver({ module: fake.module, platform: platformOf('linux') });
    await transport.open({
      ...listenerOf([]),
      sent: (id, at) => stamps.push([`sent ${id}`, at]),
      received: (datagram, at) => stamps.push([`answer to ${datagram[33]}`, at]),
    });
    transport.send([1, 2, 3].map((id) => ({ id, datagram: udp(id) })));
    await new Promise<void>((resolve) => transport.clock.wake(0, resolve));
    expect(stamps.map(([what]) => what)).toEqual([1, 2, 3].flatMap((id) => [`sent ${id}`, `answer to ${id}`]));
    const instants = stamps.map(([, at]) => at);
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    await transport.close();
  });
});

describe('the transport', () => {
  test('tells that it is of no more use where the system gives up a socket', async () => {
    const { transport, heard, sockets } = await bench();
    sockets[0]?.wrap.emit('error', new Error('-9'));
    expect(heard).toEqual([['broken', 'EBADF']]);
    await transport.close();
  });

  test('tells nothing once it was closed, leaves no socket, and closes as often as one likes', async () => {
    const { transport, heard, sockets, arrive, settled } = await bench();
    transport.send([{ id: 1, datagram: udp(1) }]);
    arrive(4, 1, timeExceeded(udp(1), ROUTER), ROUTER);
    let woken = false;
    transport.clock.wake(0, () => {
      woken = true;
    });
    await Promise.all([transport.close(), transport.close()]);
    await transport[Symbol.asyncDispose]();
    await settled();
    expect({ heard, sockets, woken }).toEqual({ heard: [], sockets: [], woken: false });
    expect(() => transport.send([])).toThrow('not open');
  });

  test('does without what only the newest of Linux can do', async () => {
    const needed = [8, 3];
    const { transport, heard, arrive, settled } = await bench({
      refusesOption: (option) => (needed.includes(option) ? null : 'Protocol not available'),
    });
    transport.send([{ id: 1, datagram: udp(1) }]);
    arrive(4, 1, timeExceeded(udp(1), ROUTER), ROUTER);
    await settled();
    expect(heard).toEqual([
      ['sent', 1],
      ['received', timeExceeded(udp(1), ROUTER), []],
    ]);
    await transport.close();
  });

  test('is opened once', async () => {
    const { transport } = await bench();
    await expect(transport.open(listenerOf([]))).rejects.toThrow('opened once');
    await transport.close();
    await expect(transport.open(listenerOf([]))).rejects.toThrow('opened once');
  });

  test.each<[string, FakeSystem]>([
    ['open one', { refuses: (protocol) => (protocol === 255 ? 'Operation not permitted' : null) }],
    ['set one up', { refusesOption: (option) => (option === 3 ? 'Operation not permitted' : null) }],
  ])('leaves no socket where it cannot %s', async (_, system) => {
    const fake = createFakeModule(system);
    const transport = rawTransportOver({ module: fake.module, platform: platformOf('linux') });
    const refusal = { code: 'EPERM', message: 'Operation not permitted' };
    await expect(transport.open(listenerOf([]))).rejects.toMatchObject(refusal);
    expect(fake.sockets).toEqual([]);
  });
});

function withoutHopLimit(bytes: Uint8Array): Uint8Array {
  const decoded = decodeDatagram(bytes);
  if (!decoded.ok || decoded.value.ip.version !== 6) throw new Error('no IPv6 datagram was received');
  return encodeDatagram({ ...decoded.value, ip: { ...decoded.value.ip, hopLimit: 0 } });
}

describe('a transport that is bound to an interface', () => {
  const device = Object.keys(networkInterfaces())[0] ?? 'lo';
  const SO_BINDTODEVICE = 25;

  test('fails by its name while there is none', async () => {
    let isGone = false;
    const refusesOption = (option: number) => (isGone && option === SO_BINDTODEVICE ? 'No such device' : null);
    const { transport, heard, settled } = await bench({ refusesOption }, 'linux', { interface: device });
    isGone = true;
    transport.send([{ id: 1, datagram: udp(1) }]);
    isGone = false;
    transport.send([{ id: 2, datagram: udp(2) }]);
    await settled();
    expect(heard).toEqual([
      ['failed', 1, 'ENODEV', `there is no interface ${device}`],
      ['sent', 2],
    ]);
    await transport.close();
  });

  test('binds its sockets anew when that was made anew', async () => {
    const refusesOption = (option: number, asked: string) =>
      option === SO_BINDTODEVICE && asked === 'get' ? 'No such device' : null;
    const { transport, sockets, heard, settled } = await bench({ refusesOption }, 'linux', { interface: device });
    for (const { options } of sockets) options.delete(SO_BINDTODEVICE);
    transport.send([{ id: 1, datagram: udp(1) }]);
    await settled();
    expect(heard).toEqual([['sent', 1]]);
    expect(sockets.map(({ options }) => options.has(SO_BINDTODEVICE))).toEqual(sockets.map(() => true));
    await transport.close();
  });
});
