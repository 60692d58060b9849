import { type Datagram, decodeDatagram, verifyChecksums } from '@hoplite/codec';
import { timeExceeded } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Header, readHeader } from '../header.js';
import { Matcher } from '../matcher.js';
import { resolveOptions } from '../options.js';
import { readReply } from '../reply.js';
import type { Method } from '../result.js';
import type { TraceOptions } from '../trace-options.js';
import { METHODS } from './index.js';
import type { ProbePlan } from './method.js';

const ROUTES = {
  4: { source: '10.0.0.1', destination: '192.0.2.9', router: '198.51.100.1' },
  6: { source: '2001:db8::1', destination: '2001:db8:9::9', router: '2001:db8:5::1' },
} as const;

const NAMES = Object.keys(METHODS) as Method[];
const CASES = NAMES.flatMap((name) => ([4, 6] as const).map((family) => ({ name, family })));

const anySecrets = fc.record({
  sourcePort: fc.integer({ min: 1024, max: 60000 }),
  identifier: fc.integer({ min: 1, max: 0xfffe }),
  identification: fc.integer({ min: 0, max: 0xffff }),
  token: fc.integer({ min: 0, max: 0xffff }),
  sequenceNumber: fc.integer({ min: 0, max: 0xffffffff }),
});

/** All probes of a trace, as bytes. */
function probesOf(name: Method, family: 4 | 6, secrets: ProbePlan['secrets'], given: TraceOptions): Uint8Array[] {
  const options = resolveOptions(family, { ...given, method: name });
  const { source, destination } = ROUTES[family];
  const count = (options.maxTtl - options.firstTtl + 1) * options.queries;
  return Array.from({ length: count }, (_, index) => {
    const ttl = options.firstTtl + Math.floor(index / options.queries);
    const attempt = 1 + (index % options.queries);
    return METHODS[name].build({ family, source, destination, ttl, attempt, index, secrets, options });
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

describe.each(CASES)('$name over IPv$family', ({ name, family }) => {
  const someOptions = fc.record({
    maxTtl: fc.integer({ min: 1, max: 40 }),
    queries: fc.integer({ min: 1, max: 4 }),
    tos: fc.integer({ min: 0, max: 255 }),
  });

  test('builds whole datagrams with valid checksums and the length asked for', () => {
    fc.assert(
      fc.property(anySecrets, someOptions, (secrets, options) => {
        for (const [index, bytes] of probesOf(name, family, secrets, options).entries()) {
          const { ip } = decoded(bytes);
          expect(verifyChecksums(bytes)).toMatchObject({ payload: 'valid' });
          expect(ip.version === 4 ? ip.ttl : ip.hopLimit).toBe(1 + Math.floor(index / options.queries));
          expect(ip.version === 4 ? ip.typeOfService : ip.trafficClass).toBe(options.tos);
          if (name !== 'tcp' && !(name === 'udp-dublin' && family === 6)) expect(bytes.length).toBe(68);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('makes every probe one that the matcher finds by its quote alone, cut to 8 bytes', () => {
    fc.assert(
      fc.property(anySecrets, someOptions, fc.nat(), (secrets, options, pick) => {
        const probes = probesOf(name, family, secrets, options);
        const matcher = new Matcher<{
          header: Header;
          sentAt: number;
          identifiers: readonly never[];
          answered: boolean;
        }>();
        const identifiers = METHODS[name].identifiers(family) as readonly never[];
        const added = probes.map((bytes) => ({ header: headerOf(bytes), sentAt: 0, identifiers, answered: false }));
        for (const probe of added) matcher.add(probe);
        const chosen = pick % probes.length;
        const reply = readReply(decoded(timeExceeded(probes[chosen] ?? new Uint8Array(), ROUTES[family].router)));
        if (reply === null) throw new Error('no reply');
        expect(matcher.match(reply, 1)).toEqual({ kind: 'match', probe: added[chosen] });
      }),
      { numRuns: 60 },
    );
  });

  const flows = { udp: 1, icmp: 1, tcp: 1, 'udp-dublin': 3, 'udp-classic': 30 }[name];
  test(`sends ${flows} flows in 10 hops of 3 queries`, () => {
    fc.assert(
      fc.property(anySecrets, (secrets) => {
        const probes = probesOf(name, family, secrets, { maxTtl: 10 });
        // What routers hash: the addresses and the first four bytes behind the IP header.
        const seen = new Set(probes.map((bytes) => String(bytes.subarray(family === 4 ? 20 : 40).slice(0, 4))));
        expect(seen.size).toBe(flows);
      }),
      { numRuns: 20 },
    );
  });
});

test('a router that quotes an identification one more or one less quotes no other probe', () => {
  fc.assert(
    fc.property(
      anySecrets,
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 1, max: 10 }),
      (secrets, maxTtl, queries) => {
        const quoted = probesOf('udp-dublin', 4, secrets, { maxTtl, queries }).map(
          (bytes) => headerOf(bytes).identification ?? 0,
        );
        const all = new Set(quoted);
        expect(all.size).toBe(quoted.length);
        // The count goes round at 0xffff: there alone two numbers may be next to each other.
        for (const each of quoted)
          if (each > 3 && each < 0xfffc) expect([all.has(each - 1), all.has(each + 1)]).toEqual([false, false]);
      },
    ),
    { numRuns: 30 },
  );
});

test('the longest trace there is still has a number for every probe', () => {
  const secrets = { sourcePort: 40000, identifier: 1, identification: 9, token: 60_000, sequenceNumber: 0 };
  const probes = probesOf('icmp', 4, secrets, { maxTtl: 255, queries: 255, packetLength: 30 });
  expect(new Set(probes.map((bytes) => headerOf(bytes).sequenceNumber)).size).toBe(255 * 255);
});

test('udp-classic can give each hop a port and each query a source port', () => {
  const secrets = { sourcePort: 40000, identifier: 1, identification: 0, token: 0, sequenceNumber: 0 };
  const probes = probesOf('udp-classic', 4, secrets, { maxTtl: 3, queries: 2, portStep: 'hop', port: 500 }).map(
    headerOf,
  );
  expect(probes.map(({ sourcePort, destinationPort }) => [sourcePort, destinationPort])).toEqual([
    [40000, 500],
    [40001, 500],
    [40000, 501],
    [40001, 501],
    [40000, 502],
    [40001, 502],
  ]);
});

test('probes carry the payload asked for behind the method’s two bytes, and zeros behind that', () => {
  const secrets = { sourcePort: 40000, identifier: 1, identification: 0, token: 0, sequenceNumber: 0 };
  const payload = new Uint8Array([9, 9, 1, 2, 3]);
  const [probe] = probesOf('udp', 4, secrets, { maxTtl: 1, queries: 1, payload, packetLength: 36 });
  expect([...(probe ?? []).slice(30)]).toEqual([1, 2, 3, 0, 0, 0]);
});
