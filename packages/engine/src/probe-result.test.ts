import { decodeDatagram, type ExtensionStructure } from '@hoplite/codec';
import { directReply, icmpProbe, timeExceeded, udpProbe, unreachable } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { type Header, readHeader } from './header.js';
import { answeredResult, failedResult, type Sending, silentResult } from './probe-result.js';
import { readReply } from './reply.js';
import type { AnsweredProbe } from './result.js';

const ROUTER = '198.51.100.1';
const ROUTE = { source: '10.0.0.1', destination: '192.0.2.9', ttl: 5 } as const;
const UDP = udpProbe({ ...ROUTE, sourcePort: 40000, destinationPort: 33434 });
const ECHO = icmpProbe({ ...ROUTE, identifier: 7, sequenceNumber: 9 });
const SENT = { attempt: 2, sentAt: 1.5, size: 40 };
const PORTS = { sourcePort: 40000, destinationPort: 33434 };

function decoded(datagram: Uint8Array) {
  const result = decodeDatagram(datagram);
  if (!result.ok) throw new TypeError('no datagram');
  return result.value;
}

function sending(probe: Uint8Array): Sending {
  const header = readHeader(decoded(probe));
  if (header === null) throw new TypeError('no probe');
  return { ...SENT, sentBy: null, header, frames: null };
}

function answered(probe: Uint8Array, answer: Uint8Array): AnsweredProbe {
  const reply = readReply(decoded(answer));
  if (reply === null) throw new TypeError('no reply');
  return answeredResult(sending(probe), reply, { status: 'replied', rtt: 3, duplicates: 1, unknown: ['checksum'] });
}

describe('a probe’s result', () => {
  test('without an answer says how it was sent', () => {
    expect(silentResult(sending(UDP), 'pending')).toEqual({ ...SENT, ...PORTS, status: 'pending', frames: null });
    const error = { code: 'EACCES', message: 'permission denied' };
    expect(failedResult(sending(UDP), error)).toEqual({ ...SENT, ...PORTS, status: 'failed', error, frames: null });
  });

  test('says who stamped it only where that was not the transport', () => {
    expect(silentResult({ ...sending(UDP), sentBy: 'process' }, 'timeout')).toMatchObject({ sentBy: 'process' });
    expect(silentResult(sending(UDP), 'timeout')).not.toHaveProperty('sentBy');
  });

  test('shows identifier and sequence number in place of ports where it is ICMP', () => {
    expect(silentResult(sending(ECHO), 'timeout')).toEqual({
      ...SENT,
      identifier: 7,
      sequence: 9,
      status: 'timeout',
      frames: null,
    });
  });

  test('says nothing of a port or number that nobody could see', () => {
    const hidden = (probe: Uint8Array, header: Partial<Header>): Sending => {
      const sent = sending(probe);
      return { ...sent, header: { ...sent.header, ...header } };
    };
    const port = silentResult(hidden(UDP, { sourcePort: null }), 'timeout');
    expect(port).toEqual({ ...SENT, destinationPort: 33434, status: 'timeout', frames: null });
    const echo = silentResult(hidden(ECHO, { identifier: null, sequenceNumber: null }), 'timeout');
    expect(echo).toEqual({ ...SENT, status: 'timeout', frames: null });
  });

  const met = { ...SENT, status: 'replied', rtt: 3, duplicates: 1, unknown: ['checksum'], name: null, frames: null };
  const carried = { mtu: null, mpls: [], interfaces: [], extensions: [] };

  test('has all that an error tells', () => {
    expect(answered(UDP, unreachable(UDP, ROUTER, 1, { ttl: 61, quotedTtl: 3 }))).toEqual({
      ...met,
      ...PORTS,
      ...carried,
      address: ROUTER,
      icmp: { type: 3, code: 1 },
      direct: null,
      annotation: '!H',
      replyTtl: 61,
      quotedTtl: 3,
      changed: {},
      nat: false,
    });
  });

  test('has what a direct answer tells, which quotes nothing', () => {
    expect(answered(ECHO, directReply(ECHO, { ttl: 60 }))).toEqual({
      ...met,
      ...carried,
      identifier: 7,
      sequence: 9,
      address: ROUTE.destination,
      icmp: { type: 0, code: 0 },
      direct: 'echo-reply',
      annotation: null,
      replyTtl: 60,
      quotedTtl: null,
      changed: {},
      nat: null,
    });
  });

  test('carries the MTU, labels and what else came with the error', () => {
    const tooLong = unreachable(UDP, ROUTER, 4);
    tooLong.set([0x05, 0x78], 26);
    expect(answered(UDP, tooLong)).toMatchObject({ mtu: 1400, annotation: '!F-1400' });
    const entry = { label: 24001, trafficClass: 0, bottom: true, ttl: 1 };
    const extensions: ExtensionStructure = {
      version: 2,
      reserved: 0,
      checksum: 0,
      rest: new Uint8Array(0),
      objects: [
        { kind: 'mpls-label-stack', entries: [entry] },
        {
          kind: 'interface-information',
          role: 0,
          reserved: 0,
          interfaceIndex: 2,
          address: null,
          interfaceName: null,
          mtu: null,
        },
        { kind: 'unknown', classNumber: 9, cType: 1, payload: Uint8Array.of(1, 2, 3, 4) },
      ],
    };
    expect(answered(UDP, timeExceeded(UDP, ROUTER, { extensions, quoteLength: UDP.length }))).toMatchObject({
      mpls: [entry],
      interfaces: [{ role: 'incoming', index: 2 }],
      extensions: [{ class: 9, type: 1, data: '01020304' }],
    });
  });
});
