#!/usr/bin/env bash
# A network of real kernel routers: network namespaces joined by veth pairs. Linux, root.
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
#
# Source it and call network_up, network_down (best from a trap); or run `network.sh up NAME`, `network.sh down NAME`.

net=${HOPLITE_NETWORK:-hoplite-$$}

readonly nodes='sender inside mapped nat r1 r2 r3a r3b r4 r5 far near'

# What a trace may aim at; documentation addresses (RFC 5737, RFC 3849) so that they never are anybody's.
declare -A address=(
  [far]=203.0.113.2 [near]=203.0.113.6 [walled]=203.0.113.130 [loop]=203.0.113.66 [void]=203.0.113.194
  [far6]=2001:db8:f::2 [near6]=2001:db8:e::2 [walled6]=2001:db8:bad::2 [loop6]=2001:db8:100::2 [void6]=2001:db8:dead::2
)

network_up() {
  refuse_if_taken
  local node
  for node in $nodes; do add_node "$node"; done
  link_nodes
  route_nodes
  set_up_nat
  silence r5
  serve far
  serve near
}

# Idempotent, and touches nothing but this network's own namespaces and the processes inside them.
network_down() {
  local node pid
  for node in $nodes; do
    is_up "$node" || continue
    for pid in $(ip netns pids "$net-$node"); do kill "$pid" 2>/dev/null || true; done
    ip netns del "$net-$node"
  done
}

# on NODE COMMAND...: runs in a node. Executes, so that $! of `on ... &` is the command's own process; hence ( ).
on() {
  local node=$1
  shift
  exec ip netns exec "$net-$node" "$@"
}

# as_host NODE COMMAND...: the same for a tool, which must see neither the machine's name, for it writes it into its
# output, nor its name servers, for it would ask them. (The file is bound over in this command's own view alone.)
as_host() {
  local node=$1
  shift
  on "$node" unshare --uts sh -c '
    hostname "$0"
    names=$(mktemp)
    echo nameserver 127.0.0.1 >"$names"
    mount --bind "$names" /etc/resolv.conf
    rm "$names"
    exec "$@"' "$node" "$@"
}

# offload NODE INTERFACE on|off: with `on`, packets are captured there before their checksum is filled in.
offload() { (on "$1" ethtool -K "$2" tx "$3" >/dev/null); }

is_up() { [[ -e /run/netns/$net-$1 ]]; }

refuse_if_taken() {
  local node
  for node in $nodes; do
    if is_up "$node"; then
      echo "network.sh: a namespace $net-$node exists already" >&2
      return 1
    fi
  done
}

add_node() {
  ip netns add "$net-$1"
  ip -n "$net-$1" link set lo up
  # Rate limits would make every other hop of a parallel traceroute silent; a fixed seed and the hash over ports make
  # the ECMP pair choose the same path for the same flow in each recording.
  (on "$1" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
    net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_msgs_per_sec=1000000 net.ipv4.icmp_msgs_burst=1000000 \
    net.ipv6.icmp.ratelimit=0 net.ipv4.fib_multipath_hash_policy=1 net.ipv6.fib_multipath_hash_policy=1 \
    net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0)
  # Kernels before 6.11 have no such setting and choose a seed of their own.
  (on "$1" sysctl -qw net.ipv4.fib_multipath_hash_seed=1 2>/dev/null) || true
}

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

# link A B A4 B4/LENGTH PREFIX6: A gets PREFIX6::2, B gets PREFIX6::1; each end is named after the other.
link() {
  local a=$1 b=$2 a4=$3 b4=$4 prefix6=$5
  ip link add "to-$b" netns "$net-$a" type veth peer name "to-$a" netns "$net-$b"
  plug "$a" "to-$b" "$a4/${b4#*/}" "$prefix6::2/64"
  plug "$b" "to-$a" "$b4" "$prefix6::1/64"
  # The two meet now, so that no trace begins with neighbour resolution, whose delay its first RTT would show.
  (on "$a" ping -n -q -c 1 -W 2 "${b4%/*}" >/dev/null)
  (on "$a" ping -n -q -c 1 -W 2 "$prefix6::1" >/dev/null)
}

plug() {
  ip -n "$net-$1" addr add "$3" dev "$2"
  ip -n "$net-$1" addr add "$4" dev "$2" nodad
  ip -n "$net-$1" link set "$2" up
  # Real checksums on every link: a veth pair would leave them unfilled all the way, quotes included.
  offload "$1" "$2" off
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

# outward NODE VIA4 VIA6: by default routes, without which libtins, and so dublin-traceroute, finds no interface.
outward() {
  route "$1" default via "$2"
  route "$1" default via "$3"
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

route() {
  local node=$1
  shift
  ip -n "$net-$node" route add "$@"
}

# inside: the usual NAT, which also gives new ports and ICMP identifiers and translates the quotes in errors.
# mapped: one address for another, statelessly; errors come back quoting the address outside, as broken NATs do.
set_up_nat() {
  (on nat nft -f - <<'RULES'
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
    ip saddr 192.168.8.2 notrack
    ip daddr 192.0.2.129 notrack ip daddr set 192.168.8.2
  }
  chain out {
    type filter hook postrouting priority srcnat
    oifname "to-r1" ip saddr 192.168.8.2 ip saddr set 192.0.2.129
  }
}
RULES
  )
}

silence() {
  (on "$1" nft -f - <<'RULES'
table inet silent {
  chain out {
    type filter hook output priority filter
    icmp type time-exceeded drop
    icmpv6 type time-exceeded drop
  }
}
RULES
  )
}

serve() {
  (on "$1" node -e '
    require("node:net").createServer((socket) => socket.on("error", () => {}).end("hello\n")).listen(80, "::");
    if (process.argv[1] === "near") {
      const names = require("node:dgram").createSocket("udp6");
      // Whatever was asked comes back, marked as a response (RFC 1035, the QR bit).
      names.on("message", (query, from) => {
        if (query.length > 2) query[2] |= 0x80;
        names.send(query, from.port, from.address);
      });
      names.bind(53, "::");
    }' "$1" </dev/null >/dev/null 2>&1) &
  local tries
  for tries in {1..100}; do
    (on "$1" ss -Hltn 'sport = :80') | grep -q . && return
    sleep 0.05
  done
  echo "network.sh: nothing listens in $1" >&2
  return 1
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  set -euo pipefail
  net=${2:?usage: network.sh up|down NAME}
  case $1 in
    up) network_up ;;
    down) network_down ;;
    *) echo 'usage: network.sh up|down NAME' >&2; exit 2 ;;
  esac
fi
