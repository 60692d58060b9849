import { type Datagram, decodeDatagram } from '@hoplite/codec';
import { timeExceeded } from '@hoplite/testing';
import { expect, test } from 'vitest';
import { type Header, readHeader } from '../header.js';
import { Matcher } from '../matcher.js';
import { resolveOptions } from '../options.js';
import { readReply } from '../reply.js';
import type { Method } from '../result.js';
import { METHODS } from './index.js';

const WAY = { source: '10.0.0.1', destination: '192.0.2.9' };

/** The probes of a trace of 32 hops, three queries each. */
function probesOf(name: Method): Uint8Array[] {
  const secrets = { sourcePort: 40000, identifier: 5, identification: 11_111, token: 22_222, sequenceNumber: 1e9 };
  const options = resolveOptions(4, { method: name });
  return Array.from({ length: 96 }, (_, index) => {
    const place = { ttl: 1 + Math.floor(index / 3), attempt: 1 + (index % 3), index };
    return METHODS[name].build({ family: 4, ...WAY, ...place, secrets, options });
  });
}

function decoded(bytes: Uint8Array): Datagram {
  const result = decodeDatagram(bytes);
  if (!result.ok) throw new Error(result.failure.reason);
  return result.value;
}

function headerOf(bytes: Uint8Array): Header {
  const header = readHeader(decoded(bytes));
  if (header === null) throw new Error('no probe');
  return header;
}

// A port or identifier that is none of ours may be a NAT's: then it is as if nobody had to guess it.
test.each(Object.keys(METHODS) as Method[])(
  '%s gives nobody a match who guesses one number of 16 bits, and a port of any NAT',
  (name) => {
    const datagrams = probesOf(name);
    const identifiers = METHODS[name].identifiers(4);
    const probes = datagrams.map((bytes) => ({ header: headerOf(bytes), identifiers, sentAt: 0, answeredWith: null }));
    const matcher = new Matcher<(typeof probes)[number]>();
    for (const probe of probes) matcher.add(probe);
    const forged = readReply(decoded(timeExceeded(datagrams[0] ?? new Uint8Array(), '198.51.100.1')));
    if (forged?.kind !== 'error' || forged.quoted === null) throw new Error('no quote');
    const kinds = new Set<string>();
    for (let guess = 0; guess <= 0xffff; guess++) {
      for (const source of [WAY.source, '203.0.113.1']) {
        const numbers = { identification: guess, checksum: guess, sequenceNumber: guess };
        const quoted = { ...forged.quoted, sourcePort: 61000, identifier: 7, source, ...numbers };
        kinds.add(matcher.match({ ...forged, quoted }, 1).kind);
      }
    }
    expect(kinds).toEqual(new Set(['foreign']));
  },
);
