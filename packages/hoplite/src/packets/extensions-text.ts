import type { ExtensionObject, ExtensionStructure } from '@hoplite/codec';
import { interfaceText, mplsText, objectText } from '../format/extensions.js';
import { printable } from '../terminal.js';
import { hexOf } from './hex.js';

/** The objects of an ICMP error's extension structure, each ` <...>` as traceroute(8) -e shows it. */
export function extensionsText({ objects }: ExtensionStructure): string {
  return objects.map((object) => ` <${printable(objectTextOf(object))}>`).join('');
}

const roles = ['incoming', 'incoming-sub-ip', 'outgoing', 'next-hop'] as const;

function objectTextOf(object: ExtensionObject): string {
  switch (object.kind) {
    case 'mpls-label-stack':
      return mplsText(object.entries);
    case 'interface-information':
      return interfaceText({
        role: roles[object.role] ?? 'incoming',
        index: object.interfaceIndex,
        address: object.address?.address ?? null,
        name: object.interfaceName?.text ?? null,
        mtu: object.mtu,
      });
    case 'interface-identification':
      return `ID:${identifiedBy(object)}`;
    case 'unknown':
      return objectText(object.classNumber, object.cType, hexOf(object.payload));
  }
}

function identifiedBy(object: Extract<ExtensionObject, { readonly kind: 'interface-identification' }>): string {
  switch (object.by) {
    case 'name':
      return `name=${object.name}`;
    case 'index':
      return `index=${object.index}`;
    case 'address':
      return `address=${object.address ?? hexOf(object.bytes)}`;
  }
}
