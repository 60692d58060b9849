# A router that refuses in every way that it knows:
#
#   sender ── r1 ── wall ── yard
#
# Some refusals are wall's routes, looked up before a TTL expires: they are hop 2. The others are rules for what it
# forwards, after that: hop 2 is an expired TTL and hop 3 the refusal. Nobody lives in the yard.

nodes='sender r1 wall yard'

# The last number of an address is that of the set that refuses it.
address=(
  [net]=203.0.113.10 [host]=203.0.113.11 [proto]=203.0.113.12 [port]=203.0.113.13
  [net-prohibited]=203.0.113.19 [host-prohibited]=203.0.113.20 [admin]=203.0.113.23 [reset]=203.0.113.30
  [route-host]=203.0.113.65 [route-admin]=203.0.113.129 [route-net]=198.51.100.193 [route-void]=203.0.113.193
  [net6]=2001:db8:f::10 [host6]=2001:db8:f::13 [port6]=2001:db8:f::14
  [admin6]=2001:db8:f::11 [policy6]=2001:db8:f::15 [rejected6]=2001:db8:f::16 [reset6]=2001:db8:f::30
  [route-host6]=2001:db8:a::1 [route-admin6]=2001:db8:b::1 [route-net6]=2001:db8:c::1 [route-void6]=2001:db8:d::1
)

link_nodes() {
  link sender r1   192.0.2.2    192.0.2.1/26    2001:db8:1
  link wall   r1   198.51.100.2 198.51.100.1/30 2001:db8:2
  link yard   wall 198.51.100.6 198.51.100.5/30 2001:db8:3
}

route_nodes() {
  outward sender 192.0.2.1    2001:db8:1::1
  outward r1     198.51.100.2 2001:db8:2::2
  homeward wall  198.51.100.1 2001:db8:2::1
  route wall 203.0.113.0/26 via 198.51.100.6
  route wall 2001:db8:f::/64 via 2001:db8:3::2
  route wall unreachable 203.0.113.64/26
  route wall unreachable 2001:db8:a::/64
  route wall prohibit 203.0.113.128/26
  route wall prohibit 2001:db8:b::/64
  route wall blackhole 203.0.113.192/26
  route wall blackhole 2001:db8:d::/64
}

settle_nodes() {
  crowd sender r1 192.0.2 2001:db8:1
  rules wall <<'RULES'
table inet refusals {
  chain forward {
    type filter hook forward priority filter
    ip daddr 203.0.113.10 reject with icmp type net-unreachable
    ip daddr 203.0.113.11 reject with icmp type host-unreachable
    ip daddr 203.0.113.12 reject with icmp type prot-unreachable
    ip daddr 203.0.113.13 reject with icmp type port-unreachable
    ip daddr 203.0.113.19 reject with icmp type net-prohibited
    ip daddr 203.0.113.20 reject with icmp type host-prohibited
    ip daddr 203.0.113.23 reject with icmp type admin-prohibited
    ip daddr 203.0.113.30 meta l4proto tcp reject with tcp reset
    ip6 daddr 2001:db8:f::10 reject with icmpv6 type no-route
    ip6 daddr 2001:db8:f::11 reject with icmpv6 type admin-prohibited
    ip6 daddr 2001:db8:f::13 reject with icmpv6 type addr-unreachable
    ip6 daddr 2001:db8:f::14 reject with icmpv6 type port-unreachable
    ip6 daddr 2001:db8:f::15 reject with icmpv6 type policy-fail
    ip6 daddr 2001:db8:f::16 reject with icmpv6 type reject-route
    ip6 daddr 2001:db8:f::30 meta l4proto tcp reject with tcp reset
  }
}
RULES
}
