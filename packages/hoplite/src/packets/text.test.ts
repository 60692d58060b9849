import { encodeDatagram, LinkType } from '@hoplite/codec';
import type { CapturePacket } from '@hoplite/engine';
import { directReply, icmpProbe, tcpProbe, timeExceeded, udpProbe } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answer, anyPacket, capturePacket, ethernet, framed, probe } from './packets.fixture.js';
import { text } from './text.js';

describe('the line of a packet', () => {
  it('shows number, time, link, length, addresses and fields', () => {
    expect(text()(capturePacket(framed(probe), { number: 12, at: 74_001 }))).toBe(
      '    12 2026-01-31T12:00:00.000074001Z ethernet 46 bytes: ' +
        '10.0.0.1 > 192.0.2.1 ttl 1 id 3 length 32, udp 40123 > 33434 length 12 sum 0x147e\n',
    );
  });

  it('shows what an ICMP error quotes in brackets, and the extensions behind', () => {
    const line = content(capturePacket(framed(answer())));
    expect(line).toBe(
      '10.0.0.2 > 10.0.0.1 ttl 64 id 7 length 168, icmp 11/0 time-exceeded sum 0x8919 ' +
        '[10.0.0.1 > 192.0.2.1 ttl 1 id 3 length 32, udp 40123 > 33434 length 12 sum 0x147e] <MPLS:L=24001,E=0,S=1,T=1>',
    );
  });

  it('shows VLANs and labels between the link and the length', () => {
    const tag = { kind: 'vlan', priority: 0, dropEligible: false, vlan: 123, etherType: 0x8847 } as const;
    const label = { label: 16, trafficClass: 5, bottom: true, ttl: 254 };
    const layers = [{ ...ethernet, etherType: 0x8100 }, tag, { kind: 'mpls', entries: [label] } as const];
    expect(text()(capturePacket(framed(probe, layers)))).toContain(
      ' ethernet vlan 123 MPLS:L=16,E=5,S=1,T=254 54 bytes: 10.0.0.1 > 192.0.2.1 ',
    );
  });

  it('shows flags and options of TCP', () => {
    const route = { source: '10.0.0.1', destination: '192.0.2.1', ttl: 3 };
    const syn = tcpProbe({ ...route, sourcePort: 40123, destinationPort: 80, sequenceNumber: 4294967295 });
    expect(content(raw(syn))).toMatch(/ tcp 40123 > 80 S seq 4294967295 win 5840 sum 0x[0-9a-f]{4} length 0$/);
    expect(content(raw(directReply(syn)))).toMatch(
      / tcp 80 > 40123 SA seq 1 ack 0 win 5840 sum 0x[0-9a-f]{4} length 0$/,
    );

    const segment = { ...route, ttl: 64, protocol: 6 };
    const options = [
      { kind: 'maximum-segment-size', value: 1460 },
      { kind: 'sack-permitted' },
      { kind: 'timestamps', value: 7, echoReply: 8 },
      { kind: 'no-operation' },
      { kind: 'window-scale', shift: 7 },
    ] as const;
    const bare = {
      sourcePort: 1,
      destinationPort: 2,
      sequenceNumber: 0,
      acknowledgmentNumber: 0,
      reserved: 0,
      window: 0,
    };
    const tcp = {
      kind: 'tcp',
      ...bare,
      flags: 0,
      urgentPointer: 0,
      options,
      payload: new Uint8Array(3),
      checksum: 1,
    } as const;
    expect(content(raw(encodeDatagram({ ip: ipv4(segment), payload: tcp })))).toMatch(
      / tcp 1 > 2 \. seq 0 win 0 sum 0x0001 \(mss 1460, sack-permitted, timestamps 7 8, nop, scale 7\) length 3$/,
    );
  });

  it('shows identifier and sequence of an echo, over IPv6 too', () => {
    const echo = icmpProbe({ source: 'fd00::1', destination: 'fd00::2', ttl: 9, identifier: 5, sequenceNumber: 7 });
    expect(content(raw(echo))).toMatch(
      /^fd00::1 > fd00::2 ttl 9 length 20, icmp6 128\/0 echo-request sum 0x[0-9a-f]{4} id 5 seq 7 length 12$/,
    );
  });

  it('says where decoding stopped, from the start of the frame, and shows what was reached', () => {
    const frame = framed(probe);
    const line = text()(capturePacket(frame.slice(0, 38), { originalLength: frame.length }));
    expect(line).toMatch(
      / ethernet 46 bytes \(38 captured\): 10\.0\.0\.1 > 192\.0\.2\.1 ttl 1 id 3 length 32, udp 40123 > 33434 /,
    );
    expect(line).toMatch(/ !! ipv4 at byte 14: needs 32 bytes, 24 are there\n$/);
  });

  it('says so when a checksum of ICMP is wrong, and is silent about those that network cards fill in', () => {
    const wrong = answer();
    wrong[wrong.length - 1] = 2;
    expect(content(raw(wrong))).toMatch(/ !! icmpv4: wrong checksum$/);
    const unsummed = udpProbe({
      source: '10.0.0.1',
      destination: '192.0.2.1',
      ttl: 1,
      sourcePort: 1,
      destinationPort: 2,
      checksum: 1,
    });
    expect(content(raw(unsummed))).not.toContain('!!');
  });

  it('does not complain of a quote that is cut, but of one that is no datagram', () => {
    expect(content(raw(timeExceeded(probe, '10.0.0.2', { quoteLength: 20 })))).toMatch(/ \[10\.0\.0\.1 > [^\]!]*\]$/);
    const mangled = timeExceeded(probe, '10.0.0.2', { mangle: (quote) => quote.fill(0x95, 0, 1) });
    expect(content(raw(mangled))).toMatch(/ \[ !! ip at byte 28: its version is one that nothing here knows\]$/);
  });

  it.each([
    [0x0806, 'arp'],
    [0x1234, 'ethertype 0x1234'],
  ])('names a frame of EtherType %i that carries no IP', (etherType, name) => {
    expect(content(capturePacket(framed(new Uint8Array(4), [{ ...ethernet, etherType }])))).toBe(name);
  });

  it('says so when it cannot read a link type', () => {
    const line = text()(capturePacket(new Uint8Array(4), { linkType: 147 }));
    expect(line).toMatch(/ linktype-147 4 bytes !! link at byte 0: nothing here can read it\n$/);
  });

  it('shows a comment, its control characters made visible', () => {
    expect(text()(capturePacket(framed(probe), { comment: 'a\u001b[2J\nb' }))).toMatch(/ # a\\x1b\[2J\\x0ab\n$/);
  });

  it('is one line without control characters, whatever the bytes', () => {
    const line = text();
    fc.assert(
      fc.property(anyPacket, (packet) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
        expect(line(packet)).toMatch(/^[^\x00-\x1f\x7f-\x9f]+\n$/);
      }),
      { numRuns: 2000 },
    );
  });
});

function raw(datagram: Uint8Array): CapturePacket {
  return capturePacket(datagram, { linkType: LinkType.raw });
}

/** What stands behind number, time, link and length. */
function content(packet: CapturePacket): string {
  const line = text()(packet).trimEnd();
  return line.slice(line.indexOf(': ') + 2);
}

function ipv4(route: { source: string; destination: string; ttl: number; protocol: number }) {
  const flags = { reservedFlag: false, dontFragment: true, moreFragments: false, fragmentOffset: 0 };
  return { version: 4, typeOfService: 0, identification: 0, ...flags, ...route, options: [] } as const;
}
