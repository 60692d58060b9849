# Routers, hosts and links out of the kernel: network namespaces joined by veth pairs. Sourced by network.sh. Linux, root.
#
# A network is a file of networks/, which sets `nodes` (and `limited`, of these the ones with ICMP rate limits), says in
# link_nodes and route_nodes how they are joined, in settle_nodes what else they need, and names in `address` what a trace
# may aim at. Every namespace is named $net-NODE.

net=${HOPLITE_NETWORK:-hoplite-$$}
limited=
declare -A address=()
met=() # process ids

# Returns when all is linked, routed and listening.
network_up() {
  refuse_if_taken
  local node
  for node in $nodes; do add_node "$node"; done
  link_nodes
  meet
  route_nodes
  settle_nodes
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

# A line for each address, `at NODE INTERFACE ADDRESS`, then one for each target, `to NAME ADDRESS`.
network_facts() {
  local node name
  for node in $nodes; do
    ip -n "$net-$node" -j addr show scope global |
      jq -r --arg node "$node" '.[] | .ifname as $interface | .addr_info[]? |
        select(.local and (.deprecated | not)) | "at \($node) \($interface) \(.local)"'
  done
  for name in "${!address[@]}"; do echo "to $name ${address[$name]}"; done
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
  # A fixed seed and the hash over ports make an ECMP pair choose the same path for the same flow each time.
  set_kernel "$1" net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
    net.ipv4.fib_multipath_hash_policy=1 net.ipv6.fib_multipath_hash_policy=1 \
    net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0 \
    net.ipv4.ping_group_range='0 2147483647'
  # Kernels before 6.11 have no such setting and choose a seed of their own.
  set_kernel "$1" net.ipv4.fib_multipath_hash_seed=1 2>/dev/null || true
  # The rate limits that Linux ships would make every other hop of a parallel traceroute silent.
  [[ " $limited " == *" $1 "* ]] || set_kernel "$1" net.ipv6.icmp.ratelimit=0 \
    net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_msgs_per_sec=1000000 net.ipv4.icmp_msgs_burst=1000000
}

# set_kernel NODE NAME=VALUE...
set_kernel() {
  local node=$1
  shift
  (on "$node" sysctl -qw "$@")
}

# link A B A4 B4/LENGTH PREFIX6: A gets PREFIX6::2, B gets PREFIX6::1; each end is named after the other.
link() {
  local a=$1 b=$2 a4=$3 b4=$4 prefix6=$5
  ip link add "to-$b" netns "$net-$a" type veth peer name "to-$a" netns "$net-$b"
  plug "$a" "to-$b" "$a4/${b4#*/}" "$prefix6::2/64"
  plug "$b" "to-$a" "$b4" "$prefix6::1/64"
  greet "$a" "${b4%/*}"
  greet "$a" "$prefix6::1"
}

plug() {
  ip -n "$net-$1" addr add "$3" dev "$2"
  ip -n "$net-$1" addr add "$4" dev "$2" nodad
  ip -n "$net-$1" link set "$2" up
  # Real checksums on every link: a veth pair would leave them unfilled all the way, quotes included.
  offload "$1" "$2" off
}

# The two ends of a link meet now, so that no trace begins with neighbour resolution, whose delay its first RTT would show.
greet() {
  (on "$1" ping -n -q -c 1 -W 5 "$2" >/dev/null) &
  met+=($!)
}

meet() {
  local pid
  for pid in "${met[@]}"; do wait "$pid" || { echo 'network.sh: two neighbours did not meet' >&2; return 1; }; done
}

# crowd NODE ROUTER HOST4 HOST6: NODE gets 64 more addresses on its link to ROUTER, from HOST4.64 and HOST6::64 on, to be the sources of
# runs that are to be told apart. Nothing leaves with one of them that does not ask for it.
crowd() {
  local node=$1 router=$2 host4=$3 host6=$4 number
  for number in {64..127}; do
    echo "addr add $host4.$number/32 dev to-$router preferred_lft 0"
    echo "addr add $host6::$number/128 dev to-$router nodad preferred_lft 0"
  done | ip -n "$net-$node" -batch -
  route "$router" "$host4.64/26" dev "to-$node"
}

# outward NODE VIA4 VIA6: by default routes, without which libtins, and so dublin-traceroute, finds no interface.
outward() {
  route "$1" default via "$2"
  route "$1" default via "$3"
}

# homeward NODE VIA4 VIA6: toward the sender, on 192.0.2.0/24 and 2001:db8:1::/64.
homeward() {
  route "$1" 192.0.2.0/24 via "$2"
  route "$1" 2001:db8:1::/64 via "$3"
}

route() {
  local node=$1
  shift
  ip -n "$net-$node" route add "$@"
}

# rules NODE: nftables' rules from standard input.
rules() { (on "$1" nft -f -); }

silence() {
  rules "$1" <<'RULES'
table inet silent {
  chain out {
    type filter hook output priority filter
    icmp type time-exceeded drop
    icmpv6 type time-exceeded drop
  }
}
RULES
}

# serve NODE [echo]: listens on TCP port 80; with `echo` what comes to UDP port 53 goes back.
serve() {
  (on "$1" node -e '
    require("node:net").createServer((socket) => socket.on("error", () => {}).end("hello\n")).listen(80, "::");
    if (process.argv[1] === "echo") {
      const names = require("node:dgram").createSocket("udp6");
      // Whatever was asked comes back, marked as a response (RFC 1035, the QR bit).
      names.on("message", (query, from) => {
        if (query.length > 2) query[2] |= 0x80;
        names.send(query, from.port, from.address);
      });
      names.bind(53, "::");
    }' "${2:-}" </dev/null >/dev/null 2>&1) &
  while kill -0 $! 2>/dev/null; do
    (on "$1" ss -Hltn 'sport = :80') | grep -q . && return
    sleep 0.05
  done
  echo "network.sh: nothing listens in $1" >&2
  return 1
}
