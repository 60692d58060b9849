import { fromHex, toHex } from '@hoplite/testing';
import { decodeFrame } from './frame.js';

/** An ICMP echo request from 192.0.2.1 to 198.51.100.7, as tcpdump and tshark read it. */
export const IPV4 = '450000201234000040017c6dc0000201c6336407080033310007000161626364';

/** An ICMPv6 echo request from 2001:db8::1 to 2001:db8::2. */
export const IPV6 =
  '60000000000c3a4020010db800000000000000000000000120010db800000000000000000000000280005f750007000161626364';

/** What `decodeFrame` makes of a frame in hex: its layers, and the network layer in hex again. */
export function read(linkType: number, hex: string): unknown {
  const result = decodeFrame(linkType, fromHex(hex));
  if (!result.ok) return result.failure;
  const { layers, network, payload } = result.value;
  return { layers, network, payload: toHex(payload) };
}
