# A pair of paths, then three, each flow keeping to one:
#
#                   ┌─ r3a ─┐        ┌─ r5a ─┐
#   sender ── r1 ── r2      r4 ──────┼─ r5b ─┼── r6 ── target
#                   └─ r3b ─┘        └─ r5c ─┘
#
# The way to `moved`, which is the target's other address, leads over r3a until somebody changes it. target listens on
# TCP port 80.

nodes='sender r1 r2 r3a r3b r4 r5a r5b r5c r6 target'
address=([target]=203.0.113.2 [target6]=2001:db8:f::2 [moved]=203.0.113.6 [moved6]=2001:db8:ff::2)

link_nodes() {
  link sender r1  192.0.2.2     192.0.2.1/26     2001:db8:1
  link r2     r1  198.51.100.2  198.51.100.1/30  2001:db8:12
  link r3a    r2  198.51.100.6  198.51.100.5/30  2001:db8:23a
  link r3b    r2  198.51.100.10 198.51.100.9/30  2001:db8:23b
  link r4     r3a 198.51.100.14 198.51.100.13/30 2001:db8:34a
  link r4     r3b 198.51.100.18 198.51.100.17/30 2001:db8:34b
  link r5a    r4  198.51.100.22 198.51.100.21/30 2001:db8:45a
  link r5b    r4  198.51.100.26 198.51.100.25/30 2001:db8:45b
  link r5c    r4  198.51.100.30 198.51.100.29/30 2001:db8:45c
  link r6     r5a 198.51.100.34 198.51.100.33/30 2001:db8:56a
  link r6     r5b 198.51.100.38 198.51.100.37/30 2001:db8:56b
  link r6     r5c 198.51.100.42 198.51.100.41/30 2001:db8:56c
  link target r6  203.0.113.2   203.0.113.1/30   2001:db8:f
}

route_nodes() {
  outward sender 192.0.2.1     2001:db8:1::1
  outward r1     198.51.100.2  2001:db8:12::2
  route r2 default nexthop via 198.51.100.6 nexthop via 198.51.100.10
  route r2 default nexthop via 2001:db8:23a::2 nexthop via 2001:db8:23b::2
  outward r3a    198.51.100.14 2001:db8:34a::2
  outward r3b    198.51.100.18 2001:db8:34b::2
  route r4 default nexthop via 198.51.100.22 nexthop via 198.51.100.26 nexthop via 198.51.100.30
  route r4 default nexthop via 2001:db8:45a::2 nexthop via 2001:db8:45b::2 nexthop via 2001:db8:45c::2
  outward r5a    198.51.100.34 2001:db8:56a::2
  outward r5b    198.51.100.38 2001:db8:56b::2
  outward r5c    198.51.100.42 2001:db8:56c::2
  outward r6     203.0.113.2   2001:db8:f::2
  route r2 203.0.113.6 via 198.51.100.6
  route r2 2001:db8:ff::/64 via 2001:db8:23a::2

  outward target  203.0.113.1   2001:db8:f::1
  homeward r6     198.51.100.33 2001:db8:56a::1
  homeward r5a    198.51.100.21 2001:db8:45a::1
  homeward r5b    198.51.100.25 2001:db8:45b::1
  homeward r5c    198.51.100.29 2001:db8:45c::1
  homeward r4     198.51.100.13 2001:db8:34a::1
  homeward r3a    198.51.100.5  2001:db8:23a::1
  homeward r3b    198.51.100.9  2001:db8:23b::1
  homeward r2     198.51.100.1  2001:db8:12::1
}

settle_nodes() {
  crowd sender r1 192.0.2 2001:db8:1
  ip -n "$net-target" addr add 203.0.113.6/32 dev lo
  ip -n "$net-target" addr add 2001:db8:ff::2/128 dev lo nodad
  serve target
}
