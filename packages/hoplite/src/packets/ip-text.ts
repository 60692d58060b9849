import type { Ipv4Header, Ipv4Option, Ipv6Header } from '@hoplite/codec';

/**
 * `10.0.0.2 > 10.0.0.1 ttl 64 id 7 length 88`, and what is not as usual between. Lengths are as in the header: of the whole
 * datagram in IPv4, of what follows the fixed header in IPv6.
 */
export function ipText(ip: Ipv4Header | Ipv6Header): string {
  return ip.version === 4 ? ipv4Text(ip) : ipv6Text(ip);
}

function ipv4Text(ip: Ipv4Header): string {
  let text = `${ip.source} > ${ip.destination} ttl ${ip.ttl} id ${ip.identification}`;
  if (ip.typeOfService !== 0) text += ` tos 0x${ip.typeOfService.toString(16)}`;
  if (ip.reservedFlag) text += ' reserved';
  if (ip.dontFragment) text += ' df';
  if (ip.moreFragments) text += ' mf';
  if (ip.fragmentOffset !== 0) text += ` offset ${ip.fragmentOffset * 8}`;
  text += ` length ${ip.totalLength}`;
  if (ip.options.length > 0) text += ` (${ip.options.map(optionText).join(', ')})`;
  return text;
}

function ipv6Text(ip: Ipv6Header): string {
  let text = `${ip.source} > ${ip.destination} ttl ${ip.hopLimit}`;
  if (ip.trafficClass !== 0) text += ` class 0x${ip.trafficClass.toString(16)}`;
  if (ip.flowLabel !== 0) text += ` flow 0x${ip.flowLabel.toString(16)}`;
  text += ` length ${ip.payloadLength}`;
  for (const header of ip.extensionHeaders) {
    text += ` ${header.kind}`;
    if (header.kind !== 'fragment') continue;
    text += ` id ${header.identification} offset ${header.fragmentOffset * 8}${header.moreFragments ? ' mf' : ''}`;
  }
  return text;
}

function optionText(option: Ipv4Option): string {
  if ('addresses' in option) return `${option.kind} ${option.addresses.join(' ')}`;
  return option.kind === 'unknown' ? `option ${option.type}` : option.kind;
}
