import type { Reason } from './compare-cells.js';

/** Ours is the outer header's alone: `packets` does not judge the checksums of quotes, which routers and NATs change. */
const quotedStatus: Reason = {
  why: 'the checksums of a quote are not judged',
  columns: ['ip', 'udp', 'tcp', 'icmp', 'icmpv6'].map((protocol) => `${protocol}.checksum.status`),
  explains: (ours, theirs) => ours === theirs.split(',').slice(0, -1).join(','),
};

const lengthOfNone: Reason = {
  why: 'tshark prints no icmp.length of 0',
  columns: ['icmp.length'],
  explains: (ours, theirs) => ours === '0' && theirs === '',
};

const quotedSequence: Reason = {
  why: 'tshark prints no tcp.seq_raw of a quote (its tcp.seq, if the quote is long enough, is compared)',
  columns: ['tcp.seq_raw'],
  explains: (ours, theirs) => /^\d+$/.test(ours) && theirs === '',
};

const cutEcho: Reason = {
  why: 'an echo message that is cut before its sequence number stays bytes, from the identifier on',
  columns: ['icmp.ident'],
  explains: (ours, theirs) => ours === '' && /^\d+$/.test(theirs),
};

export const knownInCorpus: readonly Reason[] = [
  quotedStatus,
  lengthOfNone,
  quotedSequence,
  { ...cutEcho, where: ['snapped-icmp'] },
];

const icmpPackets = 'seladb+PcapPlusPlus/IcmpPackets.pcap';
const options = 'seladb+PcapPlusPlus/ipv4-options.pcap';
const extendedEcho = 'the-tcpdump-group+tcpdump/icmp-rfc8335.pcap';
const mplsPair = 'dioptra-io+caracal/icmp-icmp-ttl-exceeded-mpls.pcap#2';

/** `cells`: how many cells differ for this reason. */
export const knownInShared: readonly (Reason & { readonly cells: number })[] = [
  { ...quotedStatus, cells: 47 },
  { ...lengthOfNone, cells: 14 },
  { ...quotedSequence, where: [`${icmpPackets}#13`], cells: 1 },
  { ...cutEcho, where: ['zeek+zeek/icmp-header-trunc.pcap'], cells: 2 },
  {
    why: 'a classic pcap has one interface, which tshark does not number',
    columns: ['frame.interface_id'],
    explains: (ours, theirs) => ours === '0' && theirs === '',
    cells: 247,
  },
  {
    why: 'a simple packet block has no time: we give the time of the packet before it, tshark none',
    columns: ['frame.time_epoch'],
    where: ['hadrielk+pcapng-test-generator/test102_be.pcapng#5'],
    explains: (ours, theirs) => ours === '1340954905.298858000' && theirs === '',
    cells: 1,
  },
  {
    why: 'instants are exact for 104 days from the first packet; after years they are off by up to 32 ns',
    columns: ['frame.time_epoch'],
    where: [icmpPackets, options],
    explains: (ours, theirs) => Math.abs(nanoseconds(ours) - nanoseconds(theirs)) <= 32,
    cells: 16,
  },
  {
    why: 'address mask messages (RFC 950) stay bytes',
    columns: ['icmp.ident', 'icmp.seq'],
    where: [`${icmpPackets}#14`, `${icmpPackets}#15`],
    explains: (ours, theirs) => ours === '' && /^\d+$/.test(theirs),
    cells: 4,
  },
  {
    why: 'tshark lists the end of the option list as an option',
    columns: ['ip.opt.type'],
    where: [options],
    explains: (ours, theirs) => theirs === `${ours},0`,
    cells: 2,
  },
  {
    why: 'under a source route tshark prints the last address of the route, here 0.0.0.0, in place of the one in the header',
    columns: ['ip.dst'],
    where: [options],
    explains: (ours, theirs) => ours === '10.0.0.138' && theirs === '0.0.0.0',
    cells: 2,
  },
  {
    why: 'tshark 4.0 does not print it; tcpdump prints this name',
    columns: ['icmp.int_info.name'],
    explains: (ours, theirs) =>
      ours === 'This-is-the-name-of-the-Interface-that-we-are-looking-for-[:-)]' && theirs === '',
    cells: 1,
  },
  {
    why: 'tshark goes on into the tunnel (IPv6 in IPv6), which is payload to us',
    columns: [
      ...['src', 'dst', 'tclass', 'flow', 'plen', 'nxt', 'hlim'].map((field) => `ipv6.${field}`),
      ...['type', 'code', 'checksum', 'checksum.status', 'echo.identifier', 'echo.sequence_number'].map(
        (field) => `icmpv6.${field}`,
      ),
    ],
    where: ['the-tcpdump-group+tcpdump/ipv6-srh-ext-header.pcap'],
    explains: (ours, theirs) => (ours === '' ? /^[^,]+$/.test(theirs) : theirs.startsWith(`${ours},`)),
    cells: 12,
  },
  {
    why: 'tshark takes the data after the one object of an extended echo for more of it; tcpdump reads and verifies as we do',
    columns: ['icmp.ext.class', 'icmp.ext.ctype', 'icmp.ext.length'],
    where: [extendedEcho],
    explains: (ours, theirs) => theirs.startsWith(`${ours},`),
    cells: 18,
  },
  {
    why: 'so it finds the checksum of that extension structure wrong',
    columns: ['icmp.ext.checksum.status'],
    where: [extendedEcho],
    explains: (ours, theirs) => ours === '1' && theirs === '0',
    cells: 6,
  },
  {
    why: 'the sequence number of an extended echo is another field to tshark',
    columns: ['icmp.seq'],
    where: [extendedEcho],
    explains: (ours, theirs) => /^\d+$/.test(ours) && theirs === '',
    cells: 10,
  },
  {
    why: 'tshark takes the extension to begin at its quoted length; at byte 128 it has version 2 and a right checksum, as tcpdump finds',
    columns: [
      'icmp.ext.version',
      'icmp.ext.checksum.status',
      ...['class', 'ctype', 'length'].map((f) => `icmp.ext.${f}`),
    ],
    where: [mplsPair],
    explains: (ours, theirs) => ['2|0', '1|3', '1|', '12|'].includes(`${ours}|${theirs}`),
    cells: 5,
  },
  {
    why: 'and so it does not see the labels, of which tcpdump prints both',
    columns: ['label', 'exp', 's', 'ttl'].map((field) => `icmp.mpls.${field}`),
    where: [mplsPair],
    explains: (ours, theirs) => ['29657,25437', '0,0', '0,1', '1,1'].includes(ours) && theirs === '',
    cells: 4,
  },
];

/** Of the decimals and as many digits before as a double holds. */
const nanoseconds = (seconds: string): number => Number(seconds.replace('.', '').slice(-15));
