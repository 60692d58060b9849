import type { Ipv4Header, Ipv6Header, QuotedPayload, TcpOption } from '@hoplite/codec';
import { hex16 } from './hex.js';

type Of<K extends QuotedPayload['kind']> = Extract<QuotedPayload, { readonly kind: K }>;

/** What an IP packet carries: `udp 40123 > 33434 length 40 sum 0x0003`. A field that a cut packet lacks is left out. */
export function payloadText(payload: QuotedPayload, ip: Ipv4Header | Ipv6Header): string {
  switch (payload.kind) {
    case 'udp':
      return `udp${portsText(payload)}${field(' length ', payload.length)}${sumText(payload.checksum)}`;
    case 'udp-lite':
      return `udp-lite${portsText(payload)}${field(' coverage ', payload.checksumCoverage)}${sumText(payload.checksum)}`;
    case 'tcp':
      return tcpText(payload);
    case 'icmpv4':
      return `icmp${icmpText(payload)}`;
    case 'icmpv6':
      return `icmp6${icmpText(payload)}`;
    case 'opaque':
      return `protocol ${protocolOf(ip)} with ${payload.bytes.length} bytes`;
  }
}

function portsText({ sourcePort, destinationPort }: Of<'udp' | 'udp-lite' | 'tcp'>): string {
  return `${field(' ', sourcePort)}${field(' > ', destinationPort)}`;
}

function tcpText(tcp: Of<'tcp'>): string {
  let text = `tcp${portsText(tcp)}`;
  if (tcp.flags !== undefined) text += ` ${flagsText(tcp.flags)}`;
  text += field(' seq ', tcp.sequenceNumber);
  if (tcp.flags !== undefined && (tcp.flags & 0x10) !== 0) text += field(' ack ', tcp.acknowledgmentNumber);
  text += `${field(' win ', tcp.window)}${sumText(tcp.checksum)}`;
  if (tcp.options !== undefined && tcp.options.length > 0) text += ` (${tcp.options.map(tcpOptionText).join(', ')})`;
  return text + field(' length ', tcp.payload?.length);
}

/** Each control bit's letter, from FIN up. */
const letters = 'FSRPAUEC';

/** `SA`, `R`; a dot for none. */
function flagsText(flags: number): string {
  let text = '';
  for (let bit = 0; bit < 8; bit += 1) if ((flags & (1 << bit)) !== 0) text += letters.charAt(bit);
  return text === '' ? '.' : text;
}

function tcpOptionText(option: TcpOption): string {
  switch (option.kind) {
    case 'maximum-segment-size':
      return `mss ${option.value}`;
    case 'window-scale':
      return `scale ${option.shift}`;
    case 'timestamps':
      return `timestamps ${option.value} ${option.echoReply}`;
    case 'sack':
      return `sack ${option.blocks.map(({ left, right }) => `${left}-${right}`).join(' ')}`;
    case 'no-operation':
      return 'nop';
    case 'end-of-list':
      return 'end';
    case 'unknown':
      return `option ${option.type}`;
    default:
      return option.kind;
  }
}

function icmpText(icmp: Of<'icmpv4' | 'icmpv6'>): string {
  let text = `${field(' ', icmp.type)}${field('/', icmp.code)}`;
  if (icmp.name !== undefined && icmp.name !== 'other') text += ` ${icmp.name}`;
  text += sumText(icmp.checksum);
  if ('identifier' in icmp) text += `${field(' id ', icmp.identifier)}${field(' seq ', icmp.sequenceNumber)}`;
  if ('nextHopMtu' in icmp && icmp.nextHopMtu !== 0) text += field(' mtu ', icmp.nextHopMtu);
  if ('mtu' in icmp) text += field(' mtu ', icmp.mtu);
  if ('gateway' in icmp) text += ` gateway ${icmp.gateway}`;
  if ('pointer' in icmp) text += field(' pointer ', icmp.pointer);
  if ('data' in icmp) text += field(' length ', icmp.data?.length);
  return text;
}

function sumText(checksum: number | undefined): string {
  return checksum === undefined ? '' : ` sum ${hex16(checksum)}`;
}

function field(before: string, value: number | undefined): string {
  return value === undefined ? '' : before + value;
}

/** The protocol behind the last extension header. */
function protocolOf(ip: Ipv4Header | Ipv6Header): number {
  if (ip.version === 4) return ip.protocol;
  return ip.extensionHeaders.at(-1)?.nextHeader ?? ip.nextHeader;
}
