#!/usr/bin/env bash
# A network of kernel routers that lives as long as somebody holds it. Linux, root.
#
# usage: network.sh KIND        KIND: a file of networks/, without .sh
#
# Builds the network, says what is in it (network_facts) and then `up NAME`; the namespace of a node is NAME-NODE. Takes it
# down when standard input ends, so also when whoever holds it was killed, and when it is interrupted itself.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kind=${1:?usage: network.sh KIND}
source "$here/namespaces.sh"
source "$here/networks/$kind.sh"

trap network_down EXIT
trap exit INT TERM HUP
network_up
network_facts
echo "up $net"
while read -r _; do :; done
