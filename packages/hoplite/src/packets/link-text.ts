import type { Frame, LinkLayer } from '@hoplite/codec';
import { mplsText } from '../format/extensions.js';
import { hex16 } from './hex.js';

/** What the link layers tell besides their addresses: VLANs and labels; empty for most frames. */
export function layersText(layers: readonly LinkLayer[]): string {
  let text = '';
  for (const layer of layers) {
    if (layer.kind === 'vlan') text += ` vlan ${layer.vlan}`;
    else if (layer.kind === 'mpls') text += ` ${mplsText(layer.entries)}`;
    else if (layer.kind === 'frame-relay') text += ` dlci ${layer.dlci}`;
  }
  return text;
}

/** What a frame without IP carries, as its innermost link layer names it. */
export function networkText({ layers }: Frame): string {
  const layer = layers.at(-1);
  switch (layer?.kind) {
    case 'ethernet':
    case 'vlan':
      return etherTypes[layer.etherType] ?? `ethertype ${hex16(layer.etherType)}`;
    case 'linux-sll':
    case 'linux-sll2':
    case 'snap':
      return etherTypes[layer.protocol] ?? `ethertype ${hex16(layer.protocol)}`;
    case 'llc':
      return `llc ${layer.destinationServiceAccessPoint}`;
    case 'ppp':
    case 'frame-relay':
      return `protocol ${hex16(layer.protocol)}`;
    case 'bsd-loopback':
      return `family ${layer.family}`;
    default:
      return 'no IP';
  }
}

const etherTypes: Readonly<Record<number, string>> = {
  2054: 'arp',
  32821: 'rarp',
  34958: '802.1x',
  35020: 'lldp',
};
