import type { MplsLabelStackEntry } from '@hoplite/codec';
import type { AnsweredProbe, ReplyInterface } from '@hoplite/engine';

/** All that an answer's extensions tell, as `-e` shows it; empty where there are none. Not safe to print as it is. */
export function extensionsText({ mpls, interfaces, extensions }: AnsweredProbe): string {
  const objects = [
    ...(mpls.length > 0 ? [mplsText(mpls)] : []),
    ...interfaces.map(interfaceText),
    ...extensions.map((object) => objectText(object.class, object.type, object.data)),
  ];
  return objects.join('/');
}

/** How traceroute(8) -e shows a label stack: `MPLS:L=416240,E=0,S=1,T=1`, further entries after a slash. */
export function mplsText(entries: readonly MplsLabelStackEntry[]): string {
  const labels = entries.map((e) => `L=${e.label},E=${e.trafficClass},S=${e.bottom ? 1 : 0},T=${e.ttl}`);
  return `MPLS:${labels.join('/')}`;
}

/**
 * `IF:incoming,index=2,address=10.0.0.1,name=ge-0/0/1,mtu=1500`, with what the router told of it; traceroute(8) shows the bytes
 * only. The name is the router's, and not safe to print as it is.
 */
export function interfaceText(told: ReplyInterface): string {
  let text = `IF:${told.role}`;
  if (told.index !== null) text += `,index=${told.index}`;
  if (told.address !== null) text += `,address=${told.address}`;
  if (told.name !== null) text += `,name=${told.name}`;
  if (told.mtu !== null) text += `,mtu=${told.mtu}`;
  return text;
}

/** How traceroute(8) -e shows any other object: class, type and the payload in 32-bit words, `4/1:0000beef,00000001`. */
export function objectText(classNumber: number, cType: number, hex: string): string {
  const words = hex.match(/.{1,8}/g) ?? [];
  return `${classNumber}/${cType}:${words.join(',')}`;
}
