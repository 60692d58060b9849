import type { Icmpv4 } from '@hoplite/codec';
import { describe, expect, test } from 'vitest';
import { answersTo, lineNetwork, udp } from './line.fixture.js';
import type { ErrorsInit, QuoteHabits } from './topology/errors.js';

interface Probe {
  readonly family?: 4 | 6;
  readonly payload?: Uint8Array;
}

/** What r2 quotes of a probe of that length, and the message around it. */
function quotedBy(quote: Partial<QuoteHabits>, { family = 4, ...probe }: Probe = {}, errors: ErrorsInit = {}) {
  const network = lineNetwork({ nodes: { r2: { errors: { quote, ...errors } } } });
  const [answer] = answersTo(network, udp(2, { family, ...probe }));
  const message = answer?.datagram.payload as Extract<Icmpv4, { name: 'time-exceeded' }>;
  return { message, original: message.original, quote: answer?.quote };
}

const long = { payload: new Uint8Array(1300).fill(7) };

describe('the length of a quote', () => {
  test('is all of the datagram that fits, if nobody says otherwise', () => {
    expect(quotedBy({}).original).toHaveLength(40);
    expect(quotedBy({}, long).original).toHaveLength(548);
    expect(quotedBy({}, { ...long, family: 6 }).original).toHaveLength(1232);
  });

  test('is the header and 8 bytes, or any other', () => {
    expect(quotedBy({ length: 'minimum' }, long).original).toHaveLength(28);
    expect(quotedBy({ length: 'minimum' }, { family: 6 }).original).toHaveLength(48);
    for (const length of [0, 8, 28, 128]) expect(quotedBy({ length }, long).original).toHaveLength(length);
  });

  test('may be made up with zeros', () => {
    const { original } = quotedBy({ length: 'minimum', padTo: 128 }, long);
    expect(original).toHaveLength(128);
    expect(original.subarray(28)).toEqual(new Uint8Array(100));
  });
});

describe('the header in a quote', () => {
  const ip = (habits: Partial<QuoteHabits>, family: 4 | 6 = 4) => quotedBy(habits, { family }).quote?.ip;

  test('is the one that the router got', () => {
    expect(ip({})).toMatchObject({ identification: 0x1234, totalLength: 40, ttl: 1, destination: '10.0.4.2' });
  });

  test.each([
    [{ identification: 'zero' }, { identification: 0 }],
    [{ identification: 'increment' }, { identification: 0x1235 }],
    [{ identification: 'swap' }, { identification: 0x3412 }],
    [{ totalLength: 'swap' }, { totalLength: 0x2800 }],
    [{ totalLength: 'less-header' }, { totalLength: 20 }],
    [{ ttl: 0 }, { ttl: 0 }],
    [{ headerChecksum: 'zero' }, { headerChecksum: 0 }],
    [{ destination: '192.0.2.1' }, { destination: '192.0.2.1' }],
  ] as const)('with the habit %o has %o', (habits, fields) => {
    expect(ip(habits)).toMatchObject(fields);
  });

  test('of IPv6 has fewer fields that can go wrong', () => {
    expect(ip({ ttl: 7 }, 6)).toMatchObject({ hopLimit: 7 });
    expect(ip({ totalLength: 'swap' }, 6)).toMatchObject({ payloadLength: 0x1400 });
    expect(ip({ destination: '2001:db8::77' }, 6)).toMatchObject({ destination: '2001:db8::77' });
    expect(ip({ identification: 'swap', destination: '192.0.2.1' }, 6)).toMatchObject({ destination: '2001:db8::4:2' });
  });

  test('may be followed by a transport header without checksum', () => {
    expect(quotedBy({}).quote?.payload).not.toMatchObject({ checksum: 0 });
    expect(quotedBy({ transportChecksum: 'zero' }).quote?.payload).toMatchObject({ sourcePort: 40000, checksum: 0 });
  });
});

describe('an extension behind a quote', () => {
  const extended = (habits: Partial<QuoteHabits>, family: 4 | 6 = 4) =>
    quotedBy(habits, { family, ...long }, { interfaceInformation: true }).message;

  test('stands behind 128 bytes, and the length field says so', () => {
    expect(extended({})).toMatchObject({ length: 32, original: { length: 128 }, extensions: { version: 2 } });
    expect(extended({}, 6)).toMatchObject({ length: 16, original: { length: 128 }, extensions: { version: 2 } });
    expect(extended({ length: 'minimum' }).original).toHaveLength(128);
  });

  test.each([
    [{ lengthField: 'absent' }, { length: 0 }],
    [{ lengthField: 'bytes' }, { length: 128 }],
    [{ lengthField: 17 }, { length: 17 }],
    [{ extensionChecksum: 'zero' }, { length: 32, extensions: { checksum: 0 } }],
    [{ extensionVersion: 'swapped' }, { length: 32, extensions: { version: 0, reserved: 0x200 } }],
  ] as const)('is found with the habit %o as well', (habits, fields) => {
    const message = extended({ length: 'minimum', ...habits });
    expect(message).toMatchObject({ ...fields, original: { length: 128 } });
    expect(message.extensions?.objects).toMatchObject([{ kind: 'interface-information' }]);
  });

  test('leaves no room for more padding', () => {
    expect(extended({ padTo: 1232 })).toMatchObject({ length: 32 });
  });
});
