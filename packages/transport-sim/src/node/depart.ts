import type { Interface } from '../graph/graph.js';
import { fragments } from '../packet/fragments.js';
import type { Packet } from '../packet/packet.js';
import type { Here } from './here.js';
import { pushLabel } from './labels.js';
import { transmit } from './transmit.js';

/** Puts a packet on the link by which it is to leave: in pieces where it does not fit, labelled where a tunnel begins. */
export function depart(here: Here, end: Interface, packet: Packet): void {
  if (packet.bytes.length <= end.out.mtu) transmit(here, end, pushLabel(here, end, packet));
  else for (const piece of fragments(packet, end.out.mtu)) transmit(here, end, pushLabel(here, end, piece));
}
