/**
 * The simulations by which trippy tests itself (github.com/fujiapple852/trippy at cc0d892, the TOML files of
 * crates/trippy-core/tests/resources/simulation): all that are there, without `.toml`.
 */
export const FILES = [
  'ipv4_icmp',
  'ipv4_icmp_gaps',
  'ipv4_icmp_min',
  'ipv4_icmp_ooo',
  'ipv4_icmp_pattern',
  'ipv4_icmp_quick',
  'ipv4_icmp_tos',
  'ipv4_icmp_wrap',
  'ipv4_tcp_fixed_dest',
  'ipv4_udp_classic_fixed_dest',
  'ipv4_udp_classic_fixed_src',
  'ipv4_udp_classic_privileged_tos',
  'ipv4_udp_classic_unprivileged',
  'ipv4_udp_classic_unprivileged_tos',
  'ipv4_udp_dublin_fixed_both',
  'ipv4_udp_paris_fixed_both',
  'ipv6_icmp',
  'ipv6_icmp_min',
  'ipv6_icmp_pattern',
  'ipv6_tcp_fixed_dest',
  'ipv6_udp_classic_fixed_dest',
  'ipv6_udp_classic_fixed_src',
  'ipv6_udp_classic_unprivileged',
  'ipv6_udp_classic_unprivileged_tos',
  'ipv6_udp_dublin_fixed_both',
  'ipv6_udp_paris_fixed_both',
] as const;

export type TrippyFile = (typeof FILES)[number];
