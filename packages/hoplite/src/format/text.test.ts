import { describe, expect, it } from 'vitest';
import { formatText, text } from './text.js';
import { hop, portUnreachable, reply, silence, trace } from './traces.fixture.js';

const label = { label: 416240, trafficClass: 0, bottom: true, ttl: 1 };

describe('formatText', () => {
  it('prints a whole trace as traceroute(8) does', () => {
    const result = trace([
      hop(1, reply('10.1.0.1', 0.048), reply('10.1.0.1', 0.006), silence),
      hop(2, silence, silence, silence),
      hop(3, ...[0.0314, 0.0096, 12].map((rtt) => portUnreachable('10.6.0.2', rtt))),
    ]);
    expect(formatText(result)).toBe(
      [
        'traceroute to 10.6.0.2 (10.6.0.2), 30 hops max, 60 byte packets',
        ' 1  10.1.0.1 (10.1.0.1)  0.048 ms  0.006 ms *',
        ' 2  * * *',
        ' 3  10.6.0.2 (10.6.0.2)  0.031 ms  0.010 ms  12.000 ms',
        '',
      ].join('\n'),
    );
  });

  // Lines that traceroute 2.1.2 was seen to print.
  it.each([
    [
      'a host change inside a hop',
      ' 2  10.3.0.2  0.013 ms 10.2.0.2  0.013 ms  0.006 ms',
      [reply('10.3.0.2', 0.013), reply('10.2.0.2', 0.013), reply('10.2.0.2', 0.006)],
    ],
    ['stars after the answer', ' 2  10.3.0.2  0.282 ms * *', [reply('10.3.0.2', 0.282), silence, silence]],
    [
      'a star before the answer',
      ' 2  * 10.3.0.2  0.074 ms  0.009 ms',
      [silence, reply('10.3.0.2', 0.074), reply('10.3.0.2', 0.009)],
    ],
    [
      'stars between answers of one address',
      ' 2  10.3.0.2  0.013 ms  0.007 ms * *  0.005 ms  0.006 ms',
      [
        reply('10.3.0.2', 0.013),
        reply('10.3.0.2', 0.007),
        silence,
        silence,
        reply('10.3.0.2', 0.005),
        reply('10.3.0.2', 0.006),
      ],
    ],
    [
      'an annotation behind each time',
      ' 2  10.5.0.2  0.008 ms !F-1400  0.009 ms !F-1400',
      [
        reply('10.5.0.2', 0.008, { icmp: { type: 3, code: 4 }, annotation: '!F-1400', mtu: 1400 }),
        reply('10.5.0.2', 0.009, { icmp: { type: 3, code: 4 }, annotation: '!F-1400', mtu: 1400 }),
      ],
    ],
    [
      'an address that comes back',
      ' 2  10.3.0.2  1.000 ms 10.2.0.2  2.000 ms 10.3.0.2  3.000 ms',
      [reply('10.3.0.2', 1), reply('10.2.0.2', 2), reply('10.3.0.2', 3)],
    ],
    [
      'a reply that came too late as a star',
      ' 2  * 10.3.0.2  3.000 ms',
      [reply('10.3.0.2', 9000, { status: 'late' }), reply('10.3.0.2', 3)],
    ],
  ])('prints %s', (_, line, probes) => {
    const text = formatText(trace([hop(2, ...probes)], { outcome: 'unknown' }), { numeric: true });
    expect(text.split('\n')[1]).toBe(line);
  });

  it('aligns the hop number on two columns and no more', () => {
    const hops = [9, 10, 100].map((ttl) => hop(ttl, reply('10.1.0.1', 1)));
    expect(
      formatText(trace(hops, { outcome: 'unknown' }), { numeric: true })
        .split('\n')
        .slice(1),
    ).toEqual([' 9  10.1.0.1  1.000 ms', '10  10.1.0.1  1.000 ms', '100  10.1.0.1  1.000 ms', '']);
  });

  it('stops at the first hop where the target answered, though the result keeps the hops behind it', () => {
    const hops = [
      hop(1, reply('10.1.0.1', 1)),
      hop(2, silence, portUnreachable('10.6.0.2', 2), silence),
      hop(3, portUnreachable('10.6.0.2', 3)),
    ];
    const lines = formatText(trace(hops)).trimEnd().split('\n');
    expect(lines.slice(1)).toEqual([' 1  10.1.0.1 (10.1.0.1)  1.000 ms', ' 2  * 10.6.0.2 (10.6.0.2)  2.000 ms *']);
  });

  it('does not stop at a Time Exceeded from the target itself', () => {
    const hops = [hop(1, reply('10.6.0.2', 1)), hop(2, portUnreachable('10.6.0.2', 2))];
    expect(formatText(trace(hops)).trimEnd().split('\n')).toHaveLength(3);
  });

  it('stops at the hop that an IPv6 router declared unreachable', () => {
    const unreachable = reply('fd00::2', 2, { icmp: { type: 1, code: 3 }, annotation: '!H' });
    const hops = [hop(1, reply('fd00::1', 1)), hop(2, unreachable), hop(3, silence)];
    const end = { outcome: 'unreachable', answeredBy: 'fd00::2', annotation: '!H' } as const;
    const text = formatText(trace(hops, { target: 'fd00::6', address: 'fd00::6', family: 6, ...end }));
    expect(text.trimEnd().split('\n').at(-1)).toBe(' 2  fd00::2 (fd00::2)  2.000 ms !H');
  });

  it('goes on behind a router that refused some probes to where the target answered', () => {
    const refused = reply('10.2.0.1', 2, { icmp: { type: 3, code: 13 }, annotation: '!X' });
    const hops = [hop(1, refused, reply('10.2.0.2', 2)), hop(2, portUnreachable('10.6.0.2', 3)), hop(3, silence)];
    expect(formatText(trace(hops), { numeric: true }).split('\n').slice(1)).toEqual([
      ' 1  10.2.0.1  2.000 ms !X 10.2.0.2  2.000 ms',
      ' 2  10.6.0.2  3.000 ms',
      '',
    ]);
  });

  it('prints all hops of a trace without an end', () => {
    const hops = [hop(1, reply('10.1.0.1', 1)), hop(2, silence), hop(3, silence)];
    expect(
      formatText(trace(hops, { outcome: 'unknown' }))
        .trimEnd()
        .split('\n'),
    ).toHaveLength(4);
  });

  it('has no line for a TTL at which the capture shows no probe', () => {
    const hops = [hop(1, reply('10.1.0.1', 1)), hop(2), hop(3, silence)];
    expect(
      formatText(trace(hops, { outcome: 'unknown' }), { numeric: true })
        .split('\n')
        .slice(1),
    ).toEqual([' 1  10.1.0.1  1.000 ms', ' 3  *', '']);
  });

  it('takes the length of the first probe where no packet length was asked for', () => {
    const options = { firstTtl: 1, maxTtl: 5 };
    expect(formatText(trace([hop(1, { ...silence, size: 44 })], { options }))).toContain(
      '5 hops max, 44 byte packets\n',
    );
  });

  it('shows the name before the address where one was looked up, never with -n', () => {
    const result = trace([hop(1, reply('10.1.0.1', 1, { name: 'gw.example' }))], { outcome: 'unknown' });
    expect(formatText(result)).toContain(' 1  gw.example (10.1.0.1)  1.000 ms\n');
    expect(formatText(result, { numeric: true })).toContain(' 1  10.1.0.1  1.000 ms\n');
  });

  it('makes control characters of a name visible', () => {
    const result = trace([hop(1, reply('10.1.0.1', 1, { name: 'a\u001b]0;x\u0007b\u009b2J\u202e' }))], {
      target: 'x\r\ny',
    });
    expect(formatText(result)).toContain(' 1  a\\x1b]0;x\\x07b\\x9b2J\\u202e (10.1.0.1)');
    expect(formatText(result)).toContain('traceroute to x\\x0d\\x0ay (10.6.0.2)');
  });

  it('shows MPLS labels with -e only, and the address again where they differ', () => {
    const below = { ...label, label: 24001, bottom: false };
    const result = trace(
      [hop(1, reply('10.1.0.1', 1, { mpls: [label] }), reply('10.1.0.1', 2, { mpls: [below, label] }))],
      { outcome: 'unknown' },
    );
    expect(formatText(result, { numeric: true })).toContain(' 1  10.1.0.1  1.000 ms  2.000 ms\n');
    expect(formatText(result, { numeric: true, extensions: true })).toContain(
      ' 1  10.1.0.1 <MPLS:L=416240,E=0,S=1,T=1>  1.000 ms' +
        ' 10.1.0.1 <MPLS:L=24001,E=0,S=0,T=1/L=416240,E=0,S=1,T=1>  2.000 ms\n',
    );
  });

  it('shows what other extension objects say', () => {
    const interfaces = [
      { role: 'incoming' as const, index: 7, address: '10.9.0.1', name: 'ge\u001b0', mtu: 1500 },
      { role: 'next-hop' as const, index: null, address: null, name: null, mtu: null },
    ];
    const extensions = [{ class: 4, type: 1, data: '0000beef0001' }];
    const result = trace([hop(1, reply('10.1.0.1', 1, { interfaces, extensions }))], { outcome: 'unknown' });
    expect(formatText(result, { numeric: true, extensions: true })).toContain(
      ' 1  10.1.0.1 <IF:incoming,index=7,address=10.9.0.1,name=ge\\x1b0,mtu=1500/IF:next-hop/4/1:0000beef,0001>  1.000 ms\n',
    );
  });

  it.each([
    [64, 2, " '-1'"],
    [63, 2, ''],
    [120, 2, " '-9'"],
    [250, 2, " '-6'"],
  ])('with --back, a reply of TTL %i at hop %i says%s', (replyTtl, ttl, said) => {
    const result = trace([hop(ttl, reply('10.1.0.1', 1, { replyTtl }))], { outcome: 'unknown' });
    expect(formatText(result, { numeric: true, back: true })).toContain(` 2  10.1.0.1${said}  1.000 ms\n`);
  });

  it('says when a time is not known', () => {
    expect(formatText(trace([hop(1, reply('10.1.0.1', null))]), { numeric: true })).toContain(' 1  10.1.0.1  ? ms\n');
  });
});

describe('the text format', () => {
  it('has a blank line between two traces and none around them', () => {
    const document = text.begin({ numeric: true });
    const silent = trace([hop(1, silence)]);
    const header = 'traceroute to 10.6.0.2 (10.6.0.2), 30 hops max, 60 byte packets';
    expect(document.trace(silent, 1) + document.trace(silent, 2) + document.end()).toBe(
      `${header}\n 1  *\n\n${header}\n 1  *\n`,
    );
  });
});
