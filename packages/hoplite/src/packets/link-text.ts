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
  if (layer === undefined) return 'no IP';
  if ('etherType' in layer) return etherTypes[layer.etherType] ?? `ethertype ${hex16(layer.etherType)}`;
  if ('protocol' in layer) return `protocol ${hex16(layer.protocol)}`;
  return layer.kind === 'bsd-loopback' ? `family ${layer.family}` : 'no IP';
}

const etherTypes: Readonly<Record<number, string>> = {
  2054: 'arp',
  32821: 'rarp',
  34958: '802.1x',
  35020: 'lldp',
};
