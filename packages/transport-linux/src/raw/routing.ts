import { IpOption, Ipv6Option, Level } from '../constants.js';
import type { ControlValue } from '../control-messages.js';
import type { Probe } from '../probe.js';

/**
 * What the kernel has to be told beside a datagram, of which it does not read the header: rules may route by the source
 * address or the type of service (ip-rule(8)), and who has two uplinks has such rules.
 */
export function routing({ family, datagram, typeOfService, device }: Probe): readonly ControlValue[] {
  if (family === 4) {
    // `struct in_pktinfo`: the interface's number, the source address, and one that says nothing here.
    const information = new Uint8Array(12);
    information.set(datagram.subarray(12, 16), 4);
    return [
      [Level.ip, IpOption.packetInformation, information],
      [Level.ip, IpOption.typeOfService, typeOfService],
    ];
  }
  const source = datagram.subarray(8, 24);
  // One of its link alone says nothing without the interface.
  if (device === null && isLinkLocal(source)) return [];
  // `struct in6_pktinfo`: the source address and the interface's number.
  const information = new Uint8Array(20);
  information.set(source);
  new DataView(information.buffer).setUint32(16, device?.index ?? 0, true);
  return [
    [Level.ipv6, Ipv6Option.packetInformation, information],
    [Level.ipv6, Ipv6Option.trafficClass, typeOfService],
  ];
}

/** RFC 4291 section 2.5.6: fe80::/10. */
function isLinkLocal(bytes: Uint8Array): boolean {
  return bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80;
}
