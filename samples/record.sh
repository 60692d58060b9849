#!/usr/bin/env bash
# Records samples/traceroute.pcapng: three runs of Linux traceroute over a network of kernel routers (Linux, root).
# The corpus tells how; this one recording of it is what the README's first command reads.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Which path of the pair a probe takes follows from its ports, which are random: until hop 3 has shown both.
until grep -Eq '^ 3 .*198\.51\.100\.6 .*198\.51\.100\.10 |^ 3 .*198\.51\.100\.10 .*198\.51\.100\.6 ' "$work"/*.udp.txt 2>/dev/null; do
  TRUTH='' "$here/../test/corpus/record.sh" -o "$work" three-in-a-row
done
cp --no-preserve=mode "$work/three-in-a-row.pcapng" "$here/traceroute.pcapng"
cat "$work"/*.txt
