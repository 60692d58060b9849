# Twelve hops in a row:
#
#   sender ── r1 ── r2 ── ... ── r11 ── target
#
# The sender has no way to `nowhere`. target listens on TCP port 80, and is every address of 198.18.0.0/22 too (RFC 2544).

readonly length=11
nodes="sender $(seq -f r%g -s ' ' $length) target"
address=([target]=203.0.113.2 [target6]=2001:db8:f::2 [nowhere]=203.0.113.130 [nowhere6]=2001:db8:bad::2)

link_nodes() {
  local i
  link sender r1 192.0.2.2 192.0.2.1/26 2001:db8:1
  for ((i = 1; i < length; i++)); do
    link "r$((i + 1))" "r$i" "198.51.100.$((4 * i + 2))" "198.51.100.$((4 * i + 1))/30" "2001:db8:$((i + 1))"
  done
  link target "r$length" 203.0.113.2 203.0.113.1/30 2001:db8:f
}

route_nodes() {
  local i
  outward sender 192.0.2.1 2001:db8:1::1
  route sender unreachable 203.0.113.128/25
  route sender unreachable 2001:db8:bad::/48
  for ((i = 1; i < length; i++)); do
    outward "r$i" "198.51.100.$((4 * i + 2))" "2001:db8:$((i + 1))::2"
    homeward "r$((i + 1))" "198.51.100.$((4 * i + 1))" "2001:db8:$((i + 1))::1"
  done
  outward target 203.0.113.1 2001:db8:f::1
  route "r$length" 198.18.0.0/22 via 203.0.113.2
  route target local 198.18.0.0/22 dev lo
}

settle_nodes() {
  crowd sender r1 192.0.2 2001:db8:1
  serve target
}
