/** What libpcap (`pcap-common.c`) and Wireshark (`wiretap/wtap.h`) take for a packet, in bytes. */
const longestOrdinaryPacket = 262_144;

/** Link types whose packets may be longer, by their LINKTYPE_ value. */
const longPackets: Readonly<Record<number, number>> = {
  189: 0x800_0000, // USB_LINUX
  220: 0x800_0000, // USB_LINUX_MMAPPED
  231: 0x800_0000, // DBUS
  249: 0x800_0000, // USBPCAP
  279: 0x80_0000, // EBHSCR
};

/** The longest packet of a link type that is not taken for damage, in bytes. */
export function longestPacket(linkType: number): number {
  return longPackets[linkType] ?? longestOrdinaryPacket;
}

/** The longest pcapng block that is read whole, in bytes, as in libpcap (`sf-pcapng.c`): a packet and 128 KiB of options. */
export function longestBlock(linkType: number): number {
  return Math.max(0x100_0000, longestPacket(linkType) + 0x2_0000);
}

/** How many interfaces a section of a pcapng file may describe. */
export const mostInterfaces = 65_536;
