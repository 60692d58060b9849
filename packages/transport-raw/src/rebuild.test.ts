import { decodeDatagram, encodeDatagram } from '@hoplite/codec';
import { icmpv6, ipv6Address } from '@hoplite/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ICMPV6 } from './probe-header.js';
import { rebuildIpv6 } from './rebuild.js';

const header = {
  version: 6,
  trafficClass: 0,
  flowLabel: 0,
  nextHeader: ICMPV6,
  hopLimit: 0,
  extensionHeaders: [],
} as const;

test('of all addresses that it may have been sent to, it is given the one that it was sent to', () => {
  const places = fc.uniqueArray(ipv6Address(), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(places, fc.nat(), icmpv6(), ([source = '', ...own], which, payload) => {
      const destination = own[which % own.length] ?? '';
      const { checksum: _, ...message } = payload;
      const whole = encodeDatagram({ ip: { ...header, source, destination }, payload: message });
      // Two addresses of one sum prove the same.
      const proven = rebuildIpv6(whole.subarray(40), ICMPV6, source, [destination, ...own])?.datagram;
      expect(proven).toEqual(whole);
      const found = rebuildIpv6(whole.subarray(40), ICMPV6, source, own)?.datagram ?? new Uint8Array();
      expect(decodeDatagram(found).ok).toBe(decodeDatagram(whole).ok);
      expect(found.subarray(40)).toEqual(whole.subarray(40));
    }),
  );
});

test('where the checksum proves none it is given the first, where no probe was sent yet nothing is made of it', () => {
  const unproven = Uint8Array.from([129, 0, 0x12, 0x34, 0, 7, 0, 1]);
  const decoded = decodeDatagram(rebuildIpv6(unproven, ICMPV6, '2001:db8::9', ['2001:db8::1'])?.datagram ?? unproven);
  expect(decoded.ok && decoded.value.ip).toMatchObject({ source: '2001:db8::9', destination: '2001:db8::1' });
  expect(rebuildIpv6(unproven, ICMPV6, '2001:db8::9', [])).toBeNull();
});
