# Two NATs, a pair of paths, a silent router, a narrow link and ways that end: what the corpus was recorded over.
#
#   inside ─┐                          ┌─ r3a ─┐         ┌─ r5 ─── far     r5 never reports an expired TTL
#           nat ─┐                     │       │         │
#   mapped ─┘    r1 ──────── r2 ───────┤       ├──── r4 ─┼─ near           this link carries 1400 bytes
#   sender ──────┘                     └─ r3b ─┘         ├─ walled         prohibited by r4
#                                     one path a flow    ├─ loop           r4 sends it back to r3a
#                                                        └─ void           r4 drops it without a word
#
# Where a trace starts decides what it meets: nothing (sender), a NAT that translates the quotes too (inside), or one
# that rewrites addresses and leaves quotes alone (mapped). far and near listen on TCP port 80; near answers any
# datagram to UDP port 53. There is no link to the machine: no packet can leave.

nodes='sender inside mapped nat r1 r2 r3a r3b r4 r5 far near'

# Documentation addresses (RFC 5737, RFC 3849), so that they never are anybody's.
address=(
  [far]=203.0.113.2 [near]=203.0.113.6 [walled]=203.0.113.130 [loop]=203.0.113.66 [void]=203.0.113.194
  [far6]=2001:db8:f::2 [near6]=2001:db8:e::2 [walled6]=2001:db8:bad::2 [loop6]=2001:db8:100::2 [void6]=2001:db8:dead::2
)

link_nodes() {
  link sender r1  192.0.2.2     192.0.2.1/30     2001:db8:1
  link nat    r1  192.0.2.6     192.0.2.5/30     2001:db8:2
  link inside nat 192.168.7.2   192.168.7.1/24   2001:db8:7
  link mapped nat 192.168.8.2   192.168.8.1/24   2001:db8:8
  link r2     r1  198.51.100.2  198.51.100.1/30  2001:db8:12
  link r3a    r2  198.51.100.6  198.51.100.5/30  2001:db8:23a
  link r3b    r2  198.51.100.10 198.51.100.9/30  2001:db8:23b
  link r4     r3a 198.51.100.14 198.51.100.13/30 2001:db8:34a
  link r4     r3b 198.51.100.18 198.51.100.17/30 2001:db8:34b
  link r5     r4  198.51.100.22 198.51.100.21/30 2001:db8:45
  link far    r5  203.0.113.2   203.0.113.1/30   2001:db8:f
  link near   r4  203.0.113.6   203.0.113.5/30   2001:db8:e
  ip -n "$net-r4" link set to-near mtu 1400
  ip -n "$net-near" link set to-r4 mtu 1400
}

route_nodes() {
  outward sender 192.0.2.1    2001:db8:1::1
  outward inside 192.168.7.1  2001:db8:7::1
  outward mapped 192.168.8.1  2001:db8:8::1
  onward nat    192.0.2.5     2001:db8:2::1
  onward r1     198.51.100.2  2001:db8:12::2
  onward r3a    198.51.100.14 2001:db8:34a::2
  onward r3b    198.51.100.18 2001:db8:34b::2
  route r2 198.51.100.0/24 nexthop via 198.51.100.6 nexthop via 198.51.100.10
  route r2 203.0.113.0/24 nexthop via 198.51.100.6 nexthop via 198.51.100.10
  route r2 2001:db8::/32 nexthop via 2001:db8:23a::2 nexthop via 2001:db8:23b::2

  back far  203.0.113.1   2001:db8:f::1
  back near 203.0.113.5   2001:db8:e::1
  back r5   198.51.100.21 2001:db8:45::1
  back r4   198.51.100.13 2001:db8:34a::1
  back r3a  198.51.100.5  2001:db8:23a::1
  back r3b  198.51.100.9  2001:db8:23b::1
  back r2   198.51.100.1  2001:db8:12::1
  route r1 192.0.2.128/30 via 192.0.2.6
  route r1 2001:db8:8::/64 via 2001:db8:2::2

  route r4 203.0.113.0/30 via 198.51.100.22
  route r4 2001:db8:f::/64 via 2001:db8:45::2
  route r4 203.0.113.64/26 via 198.51.100.13
  route r4 2001:db8:100::/48 via 2001:db8:34a::1
  route r4 prohibit 203.0.113.128/26
  route r4 prohibit 2001:db8:bad::/48
  route r4 blackhole 203.0.113.192/26
  route r4 blackhole 2001:db8:dead::/48
}

settle_nodes() {
  crowd sender r1 192.0.2 2001:db8:1
  crowd inside nat 192.168.7 2001:db8:7
  crowd mapped nat 192.168.8 2001:db8:8
  route r1 192.0.2.192/26 via 192.0.2.6
  set_up_nat
  silence r5
  serve far
  serve near echo
}

# onward NODE VIA4 VIA6: away from the senders. Routers have no default route and refuse whatever is not of this network.
onward() {
  route "$1" 198.51.100.0/24 via "$2"
  route "$1" 203.0.113.0/24 via "$2"
  route "$1" 2001:db8::/32 via "$3"
}

# back NODE VIA4 VIA6: toward the senders.
back() {
  local network
  route "$1" 192.0.2.0/24 via "$2"
  for network in 1 2 8; do route "$1" "2001:db8:$network::/64" via "$3"; done
}

# inside: the usual NAT, which also gives new ports and ICMP identifiers and translates the quotes in errors.
# mapped: one address for another, statelessly; errors come back quoting the address outside, as broken NATs do.
set_up_nat() {
  rules nat <<'RULES'
table inet usual {
  chain out {
    type nat hook postrouting priority srcnat
    oifname "to-r1" ip saddr 192.168.7.0/24 masquerade fully-random
    oifname "to-r1" ip6 saddr 2001:db8:7::/64 masquerade fully-random
  }
}
table ip broken {
  chain in {
    type filter hook prerouting priority raw
    ip saddr 192.168.8.0/24 notrack
    ip daddr 192.0.2.129 notrack ip daddr set 192.168.8.2
    ip daddr 192.0.2.192/26 notrack ip daddr set ip daddr & 0.0.0.63 | 192.168.8.64
  }
  chain out {
    type filter hook postrouting priority srcnat
    oifname "to-r1" ip saddr 192.168.8.2 ip saddr set 192.0.2.129
    oifname "to-r1" ip saddr 192.168.8.64/26 ip saddr set ip saddr & 0.0.0.63 | 192.0.2.192
  }
}
RULES
}
