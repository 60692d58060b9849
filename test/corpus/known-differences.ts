import type { Tool } from '../support/corpus.js';
import type { Differences } from '../support/truth-differences.js';

type Known<T> = Readonly<Record<string, T & { readonly why: string }>>;

const rewrittenSource =
  'quotes name the address outside the NAT, 192.0.2.129: the oracle takes them for answers to another sender';

/** Where the oracle errs, recording by recording, in its probes' frame numbers. Everything else in them agrees. */
export const oracleErrs: Known<Differences> = {
  'broken-nat-both': {
    why: rewrittenSource,
    unanswered: '7:8 9:10 11:12 13:14 15:16 17:18 19:20 21:22 23:24 25:26 27:28 29:30',
  },
  'broken-nat-dublin': {
    why: rewrittenSource,
    unanswered:
      '3:4 5:6 7:8 9:10 11:12 13:14 15:16 19:20 21:22 23:24 25:26 27:28 29:30 31:32 35:36 37:38 39:40 41:42 43:44 45:46 47:48 51:52 53:54 55:56 57:58 59:60 61:62 63:64',
  },
  'broken-nat-icmp': {
    why: rewrittenSource,
    unanswered: '7:8 9:10 11:12 13:14 15:16 17:18 19:20 21:22 23:24 25:26 27:28 29:30',
  },
  'broken-nat-mtr': { why: rewrittenSource, unanswered: '3:4 5:6 7:8 13:14 21:22 23:24 25:26 27:28' },
  'broken-nat-paris': {
    why: rewrittenSource,
    unanswered: '5:6 7:8 9:10 11:12 13:14 15:16 17:18 19:20 21:22 23:24',
  },
  'broken-nat-udp': {
    why: rewrittenSource,
    unanswered:
      '7:8 9:10 11:12 13:14 15:16 17:18 19:20 21:22 23:24 25:26 27:28 29:30 31:32 33:34 35:36 37:38 39:40 41:42 43:44 45:46 47:48',
  },
  'noise-amid': {
    why: 'it knows no answers by UDP (204 to 207), and takes a stray datagram of TTL 2 from another port for a probe (168)',
    unknown: '204:208 205:209 206:210 207:211',
    strays: '168',
  },
  'noise-router': {
    why: 'one ping with TTL 3, seen twice while its TTL falls, is a run to it',
    strays: '21 25',
  },
  'router6-any-udp': {
    why: 'IPv6 has no identification: it takes the second sighting of a packet for a probe of its own, and gives it the answer',
    strays: '8 12 16 20 24 28 32 34 36 38 42 46',
    otherwise: '7:9<10 11:13<14 15:17<18 19:21<22 23:25<26 27:29<30 37:39<40 41:43<44 45:47<48',
  },
  'scamper-tcp-ack': {
    why: 'a bare ACK is no probe to it',
    unknown: '1:2 3:4 5:6 7:8 9:10 11:12 13:14 15:16 17:18 19:20',
  },
  'several-one-target': {
    why: 'a datagram to UDP port 53 that no error quotes is no probe to it: the silent hop of traceroute -U',
    unknown: '82 83 84',
  },
  'snapped-icmp': {
    why: 'the sequence number is cut off in the quotes; the checksum is not, and tells the probes apart',
    unknown:
      '1:2 3:4 5:6 7:8 9:10 11:12 13:14 15:16 17:18 19:20 21:22 23:24 25:26 27:28 29:30 31:32 33:34 35:36 37:38 39:40 41:42 43:44 45:46 47:48 49:50 51:52 53:54 55:56',
  },
  'traceroute-port53': {
    why: 'a datagram to UDP port 53 that no error quotes is no probe to it: the silent hop',
    unknown: '25 26 27',
  },
  'traceroute-port53-answer': {
    why: 'it knows no answers by UDP',
    unknown: '25:41 26:42 27:43 28:44 29:45 30:46 31:47 32:49 33:51 34:53 35:55 36:57 37:59 38:61 39:63 40:65',
  },
};

const deafToQuotes =
  'quotes name the address outside the NAT, 192.0.2.129: traceroute, whose sockets are each for one sender and target, hears of none';
const byLink = 'tracelb lists probes by the link that they reveal: none of the first hop, not all of the third';

/**
 * Where a tool says something else than its packets do: `hop: in the capture / printed`, a word a probe; `none` is a probe
 * that is not in the capture, `unsaid` what the tool says nothing of.
 */
export const toolErrs: Known<{ readonly hops: readonly string[] }> = {
  'broken-nat-both': {
    why: `${deafToQuotes}; both sides of the NAT`,
    hops: [
      '2: 192.0.2.5 192.0.2.5 192.0.2.5 / * * *',
      '3: 198.51.100.2 198.51.100.2 198.51.100.2 / * * *',
      '4: 198.51.100.10 198.51.100.6 198.51.100.6 / * * *',
      '5: 198.51.100.14 198.51.100.14 198.51.100.14 / * * *',
      '2: 192.0.2.5 192.0.2.5 192.0.2.5 / * * *',
      '3: 198.51.100.2 198.51.100.2 198.51.100.2 / * * *',
      '4: 198.51.100.10 198.51.100.6 198.51.100.6 / * * *',
      '5: 198.51.100.14 198.51.100.14 198.51.100.14 / * * *',
    ],
  },
  'broken-nat-dublin': {
    why: 'dublin-traceroute may miss the first answer of a run',
    hops: ['1: 192.168.8.1 192.168.8.1 192.168.8.1 192.168.8.1 / * 192.168.8.1 192.168.8.1 192.168.8.1'],
  },
  'broken-nat-icmp': {
    why: deafToQuotes,
    hops: [
      '2: 192.0.2.5 192.0.2.5 192.0.2.5 / * * *',
      '3: 198.51.100.2 198.51.100.2 198.51.100.2 / * * *',
      '4: 198.51.100.10 198.51.100.10 198.51.100.10 / * * *',
      '5: 198.51.100.14 198.51.100.14 198.51.100.14 / * * *',
    ],
  },
  'broken-nat-udp': {
    why: deafToQuotes,
    hops: [
      '2: 192.0.2.5 192.0.2.5 192.0.2.5 / * * *',
      '3: 198.51.100.2 198.51.100.2 198.51.100.2 / * * *',
      '4: 198.51.100.6 198.51.100.10 198.51.100.10 / * * *',
      '5: 198.51.100.14 198.51.100.14 198.51.100.14 / * * *',
      '6: 203.0.113.6 203.0.113.6 203.0.113.6 / * * *',
      '7: 203.0.113.6 203.0.113.6 203.0.113.6 / * * *',
      '8: 203.0.113.6 203.0.113.6 203.0.113.6 / * * *',
    ],
  },
  'pureperl-udp': {
    why: 'PurePerl loses answers; the last probe (port 33447) never left: the answer before it made the send fail (ECONNREFUSED)',
    hops: [
      '3: 198.51.100.10 198.51.100.6 198.51.100.6 / * * *',
      '4: 198.51.100.14 198.51.100.14 198.51.100.14 / * 198.51.100.14 *',
      '5: 203.0.113.6 203.0.113.6 none / * * 203.0.113.6',
    ],
  },
  'router-one-side': {
    why: 'half of the probes take the path that was not captured',
    hops: [
      '4: 198.51.100.14 none 198.51.100.14 none none none / 198.51.100.14 198.51.100.14 198.51.100.14 198.51.100.14 198.51.100.14 198.51.100.14',
      '5: 203.0.113.6 none 203.0.113.6 none 203.0.113.6 203.0.113.6 / 203.0.113.6 203.0.113.6 203.0.113.6 203.0.113.6 203.0.113.6 203.0.113.6',
    ],
  },
  'several-senders': {
    why: `${deafToQuotes}: the run of the sender behind the broken NAT`,
    hops: [
      '3: 198.51.100.2 198.51.100.2 198.51.100.2 / * * *',
      '4: 198.51.100.10 198.51.100.10 198.51.100.10 / * * *',
      '5: 198.51.100.14 198.51.100.14 198.51.100.14 / * * *',
    ],
  },
  'tracelb-icmp': { why: byLink, hops: ['1: 192.0.2.1 / unsaid'] },
  'tracelb-udp': {
    why: byLink,
    hops: ['1: 192.0.2.1 / unsaid', '3: 198.51.100.10 198.51.100.6 198.51.100.6 198.51.100.6 198.51.100.10 / unsaid'],
  },
  'tracelb-udp-sport': { why: byLink, hops: ['1: 192.0.2.1 / unsaid', '3: 198.51.100.10 / unsaid'] },
  'tracelb6-udp': {
    why: byLink,
    hops: ['1: 2001:db8:1::1 / unsaid', '3: 2001:db8:23a::2 2001:db8:23b::2 2001:db8:23a::2 2001:db8:23b::2 / unsaid'],
  },
  'traceroute-mtu': {
    why: 'the first probe of hop 5 was too big, and is sent again smaller: --mtu prints F=1400 in its place',
    hops: ['5: 198.51.100.14 / unsaid'],
  },
};

/** Packets that look like answers to a trace's probes, and answer none of them. */
export const strangers: Known<{ readonly foreign: number }> = {
  'noise-amid': {
    why: 'errors toward the same target that two stray datagrams to port 9999 brought (167, 169)',
    foreign: 2,
  },
  'router-one-side': { why: 'answers to the half of the probes that took the path not captured', foreign: 6 },
};

/** Lines that `hoplite read` prints otherwise than traceroute(8) did, by the hop that they begin with (0: the title). */
export const textDiffers: Known<{ readonly lines: Readonly<Record<number, string>> }> = {
  'broken-nat-both': {
    why: deafToQuotes,
    lines: {
      2: ' 2  192.0.2.5  # ms  # ms  # ms',
      3: ' 3  198.51.100.2  # ms  # ms  # ms',
      4: ' 4  198.51.100.10  # ms 198.51.100.6  # ms  # ms',
      5: ' 5  198.51.100.14  # ms  # ms  # ms',
    },
  },
  'broken-nat-icmp': {
    why: deafToQuotes,
    lines: {
      2: ' 2  192.0.2.5  # ms  # ms  # ms',
      3: ' 3  198.51.100.2  # ms  # ms  # ms',
      4: ' 4  198.51.100.10  # ms  # ms  # ms',
      5: ' 5  198.51.100.14  # ms  # ms  # ms',
    },
  },
  'broken-nat-udp': {
    why: `${deafToQuotes}; it goes on past the target, of which it does not hear either`,
    lines: {
      2: ' 2  192.0.2.5  # ms  # ms  # ms',
      3: ' 3  198.51.100.2  # ms  # ms  # ms',
      4: ' 4  198.51.100.6  # ms 198.51.100.10  # ms  # ms',
      5: ' 5  198.51.100.14  # ms  # ms  # ms',
      6: ' 6  203.0.113.6  # ms  # ms  # ms',
      7: '',
      8: '',
    },
  },
  'traceroute-mtu': {
    why: '--mtu prints 65000 for whatever size the path takes, each new size as F=1500, and no probe that was too big',
    lines: {
      0: 'traceroute to 203.0.113.6 (203.0.113.6), # hops max, 1500 byte packets',
      1: ' 1  192.0.2.1  # ms  # ms  # ms',
      5: ' 5  198.51.100.14  # ms !F-1400 203.0.113.6  # ms  # ms  # ms',
    },
  },
  'twice-within-30s': {
    why: 'two runs with the same ports and no pause between them are rounds of one trace',
    lines: {
      1: ' 1  192.0.2.1  # ms  # ms  # ms  # ms  # ms  # ms',
      2: ' 2  198.51.100.2  # ms  # ms  # ms  # ms  # ms  # ms',
      3: ' 3  198.51.100.6  # ms 198.51.100.10  # ms 198.51.100.6  # ms  # ms 198.51.100.10  # ms  # ms',
      4: ' 4  198.51.100.14  # ms  # ms  # ms  # ms  # ms  # ms',
      5: ' 5  203.0.113.6  # ms  # ms  # ms  # ms  # ms  # ms',
    },
  },
};

/**
 * How much longer than in the capture an RTT is to the tool's own process, in milliseconds: measured, then with room for
 * a machine that is slower when the corpus is recorded again. Of the rounding of both a microsecond is always allowed.
 */
export const rttExcess: Readonly<
  Record<Tool, { readonly most: number; readonly least: number; readonly why: string }>
> = {
  traceroute: { least: 0, most: 2, why: 'measured 0.001 to 1.319, most in traceroute-tcp' },
  mtr: { least: 0, most: 0.5, why: 'measured 0.040 to 0.239' },
  scamper: { least: 0, most: 0.2, why: 'measured 0.001 to 0.064' },
  tracepath: { least: 0, most: 0.2, why: 'measured 0.005 to 0.085' },
  tcptraceroute: { least: 0, most: 0.2, why: 'measured 0.005 to 0.055' },
  'dublin-traceroute': {
    least: -0.005,
    most: 6,
    why: 'measured -0.002 to 4.964',
  },
  'inetutils-traceroute': {
    least: -0.2,
    most: 0,
    why: 'measured -0.083 to -0.004; prints near zero whatever the RTT is',
  },
  perl: { least: -0.1, most: 0.02, why: 'measured -0.027 to 0.005; prints 0.01 or 0.02 whatever the RTT is' },
};
