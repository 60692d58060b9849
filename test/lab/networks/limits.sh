# Routers with the ICMP rate limits that Linux ships: a burst of six for each address, then one a second (IPv6: ten).
#
#   sender ── r1 ── r2 ── r3 ── target

nodes='sender r1 r2 r3 target'
limited='r1 r2 r3 target'
address=([target]=203.0.113.2 [target6]=2001:db8:f::2)

link_nodes() {
  link sender r1 192.0.2.2    192.0.2.1/26    2001:db8:1
  link r2     r1 198.51.100.2 198.51.100.1/30 2001:db8:12
  link r3     r2 198.51.100.6 198.51.100.5/30 2001:db8:23
  link target r3 203.0.113.2  203.0.113.1/30  2001:db8:f
}

route_nodes() {
  outward sender 192.0.2.1    2001:db8:1::1
  outward r1     198.51.100.2 2001:db8:12::2
  outward r2     198.51.100.6 2001:db8:23::2
  outward r3     203.0.113.2  2001:db8:f::2
  outward target 203.0.113.1  2001:db8:f::1
  homeward r3    198.51.100.5 2001:db8:23::1
  homeward r2    198.51.100.1 2001:db8:12::1
}

settle_nodes() {
  crowd sender r1 192.0.2 2001:db8:1
  serve target
}
