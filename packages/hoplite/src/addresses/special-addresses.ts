/** What an address is for that is no ordinary one of the Internet. */
export type AddressKind =
  | 'this-network'
  | 'unspecified'
  | 'loopback'
  | 'private'
  | 'cgn'
  | 'unique-local'
  | 'site-local'
  | 'link-local'
  | 'documentation'
  | 'benchmarking'
  | 'multicast'
  | 'broadcast'
  | 'reserved'
  | 'protocol'
  | 'dummy'
  | 'discard'
  | 'anycast'
  | 'as112'
  | 'amt'
  | 'nat64'
  | 'ipv4-mapped'
  | '6to4'
  | 'teredo'
  | 'orchid'
  | 'drone-id'
  | 'srv6';

/**
 * The blocks of the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, as of July 2026), and what they leave
 * to other registries: multicast (RFC 5771, RFC 4291 section 2.7), site-local (RFC 3879), and the IPv6 space that
 * is no global unicast (RFC 4291 section 2.4). Of blocks within each other the longer prefix counts.
 */
export const SPECIAL_BLOCKS: readonly (readonly [prefix: string, kind: AddressKind])[] = [
  ['0.0.0.0/8', 'this-network'],
  ['0.0.0.0/32', 'unspecified'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'cgn'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'protocol'],
  ['192.0.0.8/32', 'dummy'],
  ['192.0.0.9/32', 'anycast'],
  ['192.0.0.10/32', 'anycast'],
  ['192.0.0.170/31', 'nat64'],
  ['192.0.2.0/24', 'documentation'],
  ['192.31.196.0/24', 'as112'],
  ['192.52.193.0/24', 'amt'],
  ['192.88.99.0/24', '6to4'],
  ['192.168.0.0/16', 'private'],
  ['192.175.48.0/24', 'as112'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
  ['255.255.255.255/32', 'broadcast'],

  ['::/3', 'reserved'],
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['::ffff:0:0/96', 'ipv4-mapped'],
  ['64:ff9b::/96', 'nat64'],
  ['64:ff9b:1::/48', 'nat64'],
  ['100::/64', 'discard'],
  ['100:0:0:1::/64', 'dummy'],
  ['2001::/23', 'protocol'],
  ['2001::/32', 'teredo'],
  ['2001:1::1/128', 'anycast'],
  ['2001:1::2/128', 'anycast'],
  ['2001:1::3/128', 'anycast'],
  ['2001:2::/48', 'benchmarking'],
  ['2001:3::/32', 'amt'],
  ['2001:4:112::/48', 'as112'],
  ['2001:10::/28', 'orchid'],
  ['2001:20::/28', 'orchid'],
  ['2001:30::/28', 'drone-id'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', '6to4'],
  ['2620:4f:8000::/48', 'as112'],
  ['3fff::/20', 'documentation'],
  ['4000::/2', 'reserved'],
  ['5f00::/16', 'srv6'],
  ['8000::/1', 'reserved'],
  ['fc00::/7', 'unique-local'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'site-local'],
  ['ff00::/8', 'multicast'],
];
