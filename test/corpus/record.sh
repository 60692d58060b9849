#!/usr/bin/env bash
# Records the corpus: real traceroute programs over a network of kernel routers (../lab/networks/branching.sh). Linux, root.
#
# usage: record.sh [-o DIRECTORY] [NAME...]        the names' recordings alone; without names, all
#
# TRUTH=COMMAND: an oracle that writes FILE.truth.json for a FILE; its word is kept beside each recording.
# README.md lists what must be installed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../lab/namespaces.sh"
source "$here/../lab/networks/branching.sh"

out=$here
only=()
while (($#)); do
  case $1 in
    -o) out=$2; shift 2 ;;
    -*) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
    *) only+=("$1"); shift ;;
  esac
done
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
captures=()   # process ids: of the capture that runs now,
meanwhiles=() # of the tools that run at once
trap 'network_down; rm -rf "$work"' EXIT

main() {
  network_up
  linux_traceroute
  linux_traceroute_elsewhere
  mtr_rounds
  scamper_methods
  other_tools
  through_nat
  one_after_the_other
  several_at_once
  noise
  odd_captures
  write_manifest
}

# ---- what is recorded: take NAME WHERE FORMAT TRACES ABOUT FROM TARGET TOOL...   ({} is the target's address)

readonly brief='-n -w 1'

linux_traceroute() {
  local at=sender/to-r1
  take traceroute-udp           $at pcap       1 'defaults: many ports, sixteen probes at once' sender far traceroute $brief {}
  take traceroute-udp-ten       $at pcap.gz    1 'ten queries a hop over the ECMP pair, gzipped' sender near traceroute $brief -q 10 {}
  take traceroute-port53        $at pcap-nano  1 '-U, one port' sender far traceroute $brief -U {}
  take traceroute-port53-answer $at pcap       1 '-U where port 53 answers: the end is a UDP datagram, not an error' sender near traceroute $brief -U {}
  take traceroute-icmp          $at pcapng     1 '-I' sender far traceroute $brief -I {}
  take traceroute-tcp           $at pcap       1 '-T to an open port' sender far traceroute $brief -T {}
  take traceroute-tcp-closed    $at pcap-nano  1 '-T to a closed port' sender near traceroute $brief -T -p 81 {}
  take traceroute-sport         $at pcapng     1 '--sport: one flow, one probe at a time' sender far traceroute $brief --sport=40000 {}
  take traceroute-serial        $at pcap       1 '-N 1' sender near traceroute $brief -N 1 {}
  take traceroute-first-hop     $at pcap       1 '-f 3' sender near traceroute $brief -f 3 {}
  take traceroute6-udp          $at pcap       1 'IPv6' sender far6 traceroute $brief {}
  take traceroute6-icmp         $at pcap-nano  1 'IPv6, -I' sender far6 traceroute $brief -I {}
  take traceroute6-tcp          $at pcapng     1 'IPv6, -T' sender near6 traceroute $brief -T {}
  take traceroute-mtu           $at pcap       1 '--mtu: an error tells a smaller MTU, then smaller probes' sender near traceroute $brief --mtu {}
  tcpdump_options='-s 256' \
    take traceroute-too-big     $at pcap       1 '-F and 1500 bytes: !F-1400 at hop 4; 256 bytes a packet' sender near traceroute $brief -F -N 1 {} 1500
  tcpdump_options='-s 256' \
    take traceroute6-too-big    $at pcap       1 'IPv6, -F and 1500 bytes: !F-1400 at hop 4; 256 bytes a packet' sender near6 traceroute $brief -F {} 1500
  take traceroute-walled        $at pcap       1 'administratively prohibited: !X at hop 4' sender walled traceroute $brief -N 1 {}
  take traceroute6-walled       $at pcap-nano  1 'IPv6, administratively prohibited' sender walled6 traceroute $brief {}
  take traceroute-void          $at pcap       1 'silent from hop 4 on, never reached' sender void traceroute $brief -m 8 {}
  take traceroute-loop          $at pcapng     1 'a routing loop of two routers' sender loop traceroute $brief -m 12 {}
}

linux_traceroute_elsewhere() {
  take router-any-udp        r2/any                pcap        1 'on all interfaces of a router (SLL2): each packet twice' sender far traceroute $brief {}
  take router-any-icmp       r2/any                pcap-nano   1 'on all interfaces of a router, ICMP' sender near traceroute $brief -I {}
  take router6-any-udp       r2/any                pcap        1 'on all interfaces of a router, IPv6' sender far6 traceroute $brief {}
  take router-live-two       r2/to-r1+r2/to-r3a    pcapng-live 1 'one dumpcap on two interfaces; what takes the path over r3b is seen once' sender near traceroute $brief {}
  take router-merged-two     r2/to-r1+r2/to-r3b    pcapng-merged 1 'two tcpdumps merged into one file with two interfaces' sender far traceroute $brief -I {}
  take router-appended-two   r2/to-r1+r2/to-r3a    pcapng-appended 1 'one after the other, so not in time order' sender near traceroute $brief -T {}
  take router-one-side       r4/to-r3a             pcap        1 'behind the ECMP pair: half of the probes, all of the replies' sender near traceroute $brief -q 6 {}
  take sender-any-tcp        sender/any            pcap        1 'on all interfaces of the sender (SLL2)' sender near traceroute $brief -T {}
  tcpdump_options='-y LINUX_SLL' \
    take sender-any-sll1     sender/any            pcap        1 'on all interfaces of the sender, the older SLL' sender near traceroute $brief {}
  take target-udp            far/to-r5             pcap        0 'at the target: three probes of one TTL and their ends, no hop between' sender far traceroute $brief -N 1 {}
}

mtr_rounds() {
  local at=sender/to-r1 rounds='-n -c 4 -i 0.3 -G 1'
  take mtr-icmp       $at    pcap      1 'four rounds' sender far mtr --raw $rounds {}
  take mtr-udp        $at    pcap-nano 1 'four rounds, UDP' sender far mtr --raw $rounds -u {}
  take mtr-tcp        $at    pcapng    1 'four rounds, TCP' sender near mtr --raw $rounds -T -P 80 {}
  take mtr6-icmp      $at    pcap      1 'four rounds, IPv6' sender far6 mtr --raw $rounds {}
  take mtr6-udp       $at    pcapng    1 'four rounds, IPv6 and UDP' sender near6 mtr --raw $rounds -u {}
  take mtr-report     $at    pcap      1 'two rounds as a JSON report' sender near mtr --json -n -c 2 -i 0.3 -G 1 {}
  take router-mtr-udp r2/any pcap      1 'four rounds, UDP, each packet twice' sender near mtr --raw $rounds -u {}
}

scamper_methods() {
  local at=sender/to-r1 trace='trace -w 1 -q 2 -Q'
  take scamper-udp-paris    $at    pcap      1 'one flow' sender far scamper_json "$trace -P udp-paris {}"
  take scamper-icmp-paris   $at    pcap-nano 1 'one flow, constant checksum' sender far scamper_json "$trace -P icmp-paris {}"
  take scamper-tcp          $at    pcap      1 'TCP to an open port' sender near scamper_json "$trace -P tcp -d 80 {}"
  take scamper-tcp-ack      $at    pcap      1 'bare ACKs' sender near scamper_json "$trace -P tcp-ack -d 80 {}"
  take scamper6-udp-paris   $at    pcapng    1 'IPv6, one flow' sender far6 scamper_json "$trace -P udp-paris {}"
  take tracelb-udp          $at    pcap      1 'MDA over destination ports' sender near scamper_json "tracelb -P udp-dport -q 2 -w 1 {}"
  take tracelb-udp-sport    $at    pcapng    1 'MDA over source ports' sender near scamper_json "tracelb -P udp-sport -q 2 -w 1 {}"
  take tracelb-icmp         $at    pcap      1 'MDA over ICMP checksums' sender near scamper_json "tracelb -P icmp-echo -q 2 -w 1 {}"
  take tracelb6-udp         $at    pcap      1 'MDA over IPv6' sender near6 scamper_json "tracelb -P udp-dport -q 2 -w 1 {}"
  take router-scamper-paris r2/any pcap-nano 1 'one flow, each packet twice' sender far scamper_json "$trace -P udp-paris {}"
}

other_tools() {
  local at=sender/to-r1
  take tracepath             $at pcap      1 'finds the MTU of 1400 at hop 4' sender near tracepath -n {}
  take tracepath-silent      $at pcap      1 'past a silent hop' sender far tracepath -n -m 8 {}
  take tracepath6            $at pcapng    1 'IPv6, finds the MTU' sender near6 tracepath -n {}
  take inetutils-udp         $at pcap      1 'GNU inetutils, UDP' sender near inetutils-traceroute -w 1 {}
  take inetutils-icmp        $at pcap-nano 1 'GNU inetutils, ICMP' sender far inetutils-traceroute -w 1 -I {}
  take tcptraceroute-open    $at pcap      1 'to an open port' sender far tcptraceroute -n -w 1 {} 80
  take tcptraceroute-closed  $at pcap      1 'to a closed port' sender near tcptraceroute -n -w 1 {} 81
  take dublin                $at pcap      1 'six flows' sender near dublin-traceroute --npaths=6 --max-ttl=7 {}
  take pureperl-udp          $at pcap      1 'Net::Traceroute::PurePerl, UDP' sender near pureperl udp {}
  take pureperl-icmp         $at pcap-nano 1 'Net::Traceroute::PurePerl, ICMP' sender far pureperl icmp {}
}

through_nat() {
  local both=nat/to-inside+nat/to-r1
  take nat-udp-inside     inside/to-nat           pcap        1 'before the NAT' inside far traceroute $brief {}
  take nat-udp-outside    nat/to-r1               pcap        1 'after it: sender and ports are the NAT'\''s' inside far traceroute $brief {}
  take nat-udp-both       $both                   pcapng-live 2 'on both sides at once: two senders' inside far traceroute $brief {}
  take nat-icmp-both      $both                   pcapng-live 2 'the NAT changes the ICMP identifier' inside near traceroute $brief -I {}
  take nat-tcp-any        nat/any                 pcap        2 'on all interfaces of the NAT' inside near traceroute $brief -T {}
  take nat6-udp-both      $both                   pcapng-merged 2 'IPv6 behind a NAT' inside far6 traceroute $brief {}
  take nat-dublin         inside/to-nat           pcap        1 'quotes translated back: no NAT id' inside near dublin-traceroute --npaths=4 --max-ttl=8 {}
  take nat-mtr            $both                   pcapng-merged 2 'rounds on both sides' inside far mtr --raw -n -c 3 -i 0.3 -G 1 {}
  take broken-nat-udp     mapped/to-nat           pcap        1 'quotes name the address outside: traceroute itself sees one hop' mapped near traceroute $brief -m 8 {}
  take broken-nat-icmp    mapped/to-nat           pcap        1 'quotes name the address outside, ICMP' mapped near traceroute $brief -m 8 -I {}
  take broken-nat-mtr     mapped/to-nat           pcap-nano   1 'quotes name the address outside, mtr' mapped near mtr --raw -n -c 2 -i 0.3 -G 1 {}
  take broken-nat-dublin  mapped/to-nat           pcap        1 'quotes name the address outside: NAT ids' mapped near dublin-traceroute --npaths=4 --max-ttl=8 --broken-nat {}
  take broken-nat-paris   mapped/to-nat           pcap        1 'quotes name the address outside, one flow' mapped near scamper_json 'trace -w 1 -q 2 -Q -P udp-paris {}'
  take broken-nat-both    nat/to-mapped+nat/to-r1 pcapng-live 2 'both sides of it' mapped far traceroute $brief -m 8 -T {}
}

one_after_the_other() {
  # The README's sample (../../samples): two paths at hop 3, a silent hop, three protocols.
  if wanted three-in-a-row; then
    begin three-in-a-row sender/to-r1 pcapng
    run udp sender far traceroute $brief {}
    run icmp sender near traceroute $brief -I {}
    run udp6 sender far6 traceroute $brief {}
    finish 3 'three traces one after the other: UDP, ICMP, IPv6'
  fi
  if wanted twice-within-30s; then
    begin twice-within-30s sender/to-r1 pcap
    run first sender near traceroute $brief -N 1 --sport=40001 {}
    run second sender near traceroute $brief -N 1 --sport=40001 {}
    finish 1 'the same trace twice without a pause: rounds of one trace'
  fi
  if wanted twice-after-pause; then
    begin twice-after-pause sender/to-r1 pcap
    run first sender near traceroute $brief -N 1 --sport=40001 {}
    sleep 31
    run second sender near traceroute $brief -N 1 --sport=40001 {}
    finish 2 'the same trace twice with a pause of more than 30 seconds'
  fi
  if wanted twice-icmp; then
    begin twice-icmp sender/to-r1 pcapng
    run first sender near traceroute $brief -I {}
    run second sender near traceroute $brief -I {}
    finish 2 'two ICMP runs, told apart by their identifiers'
  fi
}

several_at_once() {
  if wanted several-one-target; then
    begin several-one-target sender/to-r1 pcap
    meanwhile udp sender far traceroute $brief -U {}
    meanwhile icmp sender far traceroute $brief -I {}
    meanwhile tcp sender far tcptraceroute -n -w 1 {} 80
    meanwhile mtr sender far mtr --raw -n -c 4 -i 0.3 -G 1 {}
    meanwhile paris sender far scamper_json 'trace -w 1 -q 2 -Q -P udp-paris {}'
    wait_for_runs
    finish 5 'five tools at once to one target: two of UDP, two of ICMP'
  fi
  if wanted several-targets; then
    begin several-targets sender/any pcap-nano
    meanwhile far sender far traceroute $brief {}
    meanwhile near sender near traceroute $brief {}
    meanwhile far6 sender far6 traceroute $brief {}
    meanwhile near6 sender near6 traceroute $brief -I {}
    meanwhile loop sender loop traceroute $brief -m 8 -T {}
    wait_for_runs
    finish 5 'five traces at once to five targets'
  fi
  if wanted several-senders; then
    begin several-senders r2/any pcap
    meanwhile sender sender near traceroute $brief -I {}
    meanwhile inside inside near traceroute $brief -I {}
    meanwhile mapped mapped near traceroute $brief -I {}
    wait_for_runs
    finish 3 'three senders at once on a router, where each packet is seen twice'
  fi
}

noise() {
  if wanted noise-only; then
    begin noise-only sender/to-r1 pcap
    make_noise far near
    finish 0 'lookups, pings, TCP connections, stray ICMP errors: no traceroute'
  fi
  if wanted noise-router; then
    begin noise-router r2/any pcap
    make_noise far near
    finish 0 'the same kind of noise where each packet is seen twice'
  fi
  if wanted noise6-only; then
    begin noise6-only sender/to-r1 pcapng
    make_noise far6 near6
    finish 0 'the same kind of noise over IPv6'
  fi
  if wanted noise-amid; then
    begin noise-amid sender/to-r1 pcap
    make_noise far near &
    noise=$!
    run udp sender far traceroute $brief -N 4 {}
    run icmp sender near traceroute $brief -N 4 -I {}
    run tcp sender far traceroute $brief -N 4 -T {}
    run dns sender near traceroute $brief -N 4 -U {}
    wait "$noise"
    finish 4 'traceroutes amid noise to the same targets'
  fi
}

odd_captures() {
  local at=sender/to-r1
  tcpdump_options=icmp \
    take replies-only    $at pcap   0 'only ICMP was captured: errors without probes' sender far traceroute $brief {}
  tcpdump_options='not icmp' \
    take probes-only     $at pcap   0 'all but ICMP was captured: probes without errors' sender near traceroute $brief {}
  tcpdump_options='-s 68' \
    take snapped-udp     $at pcap   1 '68 bytes a packet: quotes end after the ports' sender far traceroute $brief {}
  tcpdump_options='-s 68' \
    take snapped-icmp    $at pcapng 1 '68 bytes a packet: quotes end after the identifier, before the sequence' sender near traceroute $brief -I {}
  offload sender to-r1 on
  take offloaded-udp     $at pcap   1 'checksums not yet filled in on the sender: quotes of later hops differ' sender near traceroute $brief {}
  take offloaded-tcp     $at pcap   1 'the same for TCP' sender near tcptraceroute -n -w 1 {} 80
  offload sender to-r1 off
}

# ---- how it is recorded

take() {
  local name=$1 where=$2 format=$3 traces=$4 about=$5
  shift 5
  wanted "$name" || return 0
  begin "$name" "$where" "$format"
  run '' "$@"
  finish "$traces" "$about"
}

wanted() { ((${#only[@]} == 0)) || [[ " ${only[*]} " == *" $1 "* ]]; }

# begin NAME WHERE FORMAT: returns when the capture runs. WHERE: node/interface, several joined by +.
begin() {
  name=$1 where=$2 format=$3
  dir=$work/$name
  mkdir -p "$dir/runs"
  captures=()
  if [[ $format == pcapng-live ]]; then
    capture_live
    return
  fi
  local place
  for place in ${where//+/ }; do capture "$place"; done
}

capture() {
  local file=$dir/${1/\//-}.pcap precision=nano
  case $format in pcap | pcap.gz) precision=micro ;; esac
  # Without a snapshot length the buffer of an immediate capture on `any` has room for eight packets, and loses bursts.
  # shellcheck disable=SC2086 # several options in one variable
  (on "${1%/*}" tcpdump -i "${1#*/}" -Z root -s 2048 -U --immediate-mode --time-stamp-precision=$precision -w "$file" \
    ${tcpdump_options:-}) 2>"$file.log" &
  captures+=($!)
  ready "$file.log" 'listening on'
}

capture_live() {
  local place interfaces=()
  for place in ${where//+/ }; do interfaces+=(-i "${place#*/}"); done
  (on "${where%%/*}" dumpcap -q "${interfaces[@]}" -w "$dir/live.pcapng") 2>"$dir/live.log" &
  captures+=($!)
  ready "$dir/live.log" 'File: '
}

ready() {
  local tries
  for tries in {1..100}; do
    grep -qs "$2" "$1" && return
    sleep 0.05
  done
  cat "$1" >&2
  return 1
}

# run LABEL FROM TARGET TOOL...: the tool's own words go to NAME[.LABEL].txt or .json.
run() {
  local label=$1 node=$2 to=${address[$3]} output status=0
  shift 3
  case $1 in
    scamper_json) set -- scamper -p 200 -O json -o - -I "$2" ;;
    pureperl) set -- perl -MNet::Traceroute::PurePerl -e "$pureperl" "$2" "$3" ;;
  esac
  set -- "${@//'{}'/$to}"
  output=$name${label:+.$label}.$(kind_of_output "$*")
  describe_run "$label" "$node" "$to" "$output" "$@" >"$dir/runs/${label:-only}.json"
  mkdir "$dir/${label:-only}"
  cd "$dir/${label:-only}"
  (as_host "$node" timeout -k 2 40 "$@") >"$out/$output" 2>stderr || status=$?
  # Some say by their status that the target was not reached; dublin-traceroute writes its JSON into a file.
  ((status < 2)) || { echo "record.sh: $name: $1 ended with status $status" >&2; cat stderr >&2; }
  if [[ -f trace.json ]]; then jq -c . trace.json >"$out/$output"; fi
  cd "$here"
}

readonly pureperl='my $t = Net::Traceroute::PurePerl->new(protocol => $ARGV[0], host => $ARGV[1], query_timeout => 1,
  max_ttl => 8); $t->traceroute; $t->pretty_print'

kind_of_output() {
  case $1 in
    scamper* | dublin* | *--json*) echo json ;;
    *) echo txt ;;
  esac
}

describe_run() {
  local label=$1 node=$2 to=$3 output=$4
  shift 4
  jq -nc --arg run "$label" --arg from "$node" --arg target "$to" --arg output "$output" \
    '{ run: $run, tool: $ARGS.positional[0], from: $from, target: $target, argv: $ARGS.positional, output: $output }' \
    --args -- "$@"
}

meanwhile() {
  run "$@" &
  meanwhiles+=($!)
}

wait_for_runs() {
  wait "${meanwhiles[@]}"
  meanwhiles=()
}

# finish TRACES ABOUT: stops the capture, brings it into its format, asks the oracle, notes what there is.
finish() {
  local pid
  sleep 0.4 # the last packets cross the network and the capture's buffers
  for pid in "${captures[@]}"; do kill -INT "$pid"; done
  for pid in "${captures[@]}"; do wait "$pid" || true; done
  cd "$dir"
  refuse_drops
  local file
  file=$(convert)
  cd "$here"
  ask_oracle "$file"
  jq -sc --arg name "$name" --arg file "$file" --arg where "$where" --arg format "$format" --argjson traces "$1" --arg about "$2" \
    --argjson packets "$(count_packets "$out/$file")" --arg options "${tcpdump_options:-}" \
    '{ name: $name, file: $file, format: $format, where: ($where | split("+")), options: $options, packets: $packets, traces: $traces, about: $about, runs: . }' \
    < <(cat "$dir"/runs/*.json 2>/dev/null) >"$work/$name.entry.json"
  echo "$file: $(jq .packets "$work/$name.entry.json") packets" >&2
}

# A packet that the capture lost would look like a fault of whoever reads it.
refuse_drops() {
  local log
  for log in ./*.log; do
    if grep -Eq '[1-9][0-9]* packets? dropped|/[1-9][0-9]* \(pcap' "$log"; then
      echo "record.sh: $name: packets lost" >&2
      cat "$log" >&2
      return 1
    fi
  done
}

# In the current directory, by relative names: what these programs write into a file must not tell where it was made.
convert() {
  local file=$name.${format%%-*}
  case $format in
    pcap | pcap-nano) mv ./*.pcap "$file.done" ;;
    pcap.gz) gzip -n -c ./*.pcap >"$file.done" ;;
    pcapng) editcap -F pcapng ./*.pcap "$file.done" ;;
    pcapng-live) mv live.pcapng "$file.done" ;;
    pcapng-merged) mergecap -F pcapng -I none -w "$file.done" ./*.pcap ;;
    pcapng-appended) mergecap -F pcapng -I none -a -w "$file.done" ./*.pcap ;;
  esac
  case $format in pcapng*) scrub "$file.done" ;; esac
  cp --no-preserve=mode "$file.done" "$out/$file"
  echo "$file"
}

# Wireshark's programs name the processor and the kernel of the machine; as many other bytes leave the file valid.
scrub() {
  HARDWARE=$(capinfos "$1" | sed -n 's/^Capture hardware: *//p') RELEASE=$(uname -r) \
    perl -0777 -pi -e 'for my $it (grep { length } @ENV{"HARDWARE", "RELEASE"}) { s/\Q$it\E/"x" x length $it/ge }' "$1"
}

count_packets() { capinfos -c -M "$1" | sed -n 's/^Number of packets: *//p'; }

ask_oracle() {
  [[ -n ${TRUTH:-} ]] || return 0
  cp "$out/$1" "$dir/$1"
  $TRUTH "$dir/$1" >/dev/null
  # Without what the run says once for all its probes, and what the frame's number tells as well.
  jq -c "$shorten" "$dir/$1.truth.json" >"$out/$name.truth.json"
}

readonly shorten='del(.runs[] | .probes[] | .src, .dst, .proto, .time, .reply.time?)
  | del(.runs[].extra_replies[]?.time, .runs[].copies[]?.time)'

make_noise() {
  local to=${address[$1]} also=${address[$2]}
  # A ping with a small TTL is what people try first; it is no traceroute, whatever it brings back.
  (as_host sender ping -n -q -c 5 -i 0.2 "$to") >/dev/null || true
  (as_host sender ping -n -q -c 2 -i 0.2 -t 3 "$to") >/dev/null || true
  (as_host sender node "$here/noise.mjs" "$to" "$also")
  (as_host sender ping -n -q -c 5 -i 0.2 "$also") >/dev/null || true
}

# A line a recording. With names given, only their entries are replaced.
write_manifest() {
  local manifest=$out/manifest.json old=$work/old.json
  echo '[]' >"$old"
  if ((${#only[@]})) && [[ -f $manifest ]]; then jq .recordings "$manifest" >"$old"; fi
  jq -rs --slurpfile old "$old" --argjson tools "$(versions)" '
    map(.name) as $new
    | ($old[0] | map(select(.name as $name | $new | index($name) | not))) + .
    | sort_by(.name) | map(tojson) | join(",\n")
    | "{\"tools\":\($tools | tojson),\n\"recordings\":[\n\(.)\n]}"' \
    "$work"/*.entry.json >"$work/manifest.json"
  cp --no-preserve=mode "$work/manifest.json" "$manifest"
}

versions() {
  dpkg-query -W -f '${Package} ${Version}\n' traceroute mtr-tiny scamper iputils-tracepath inetutils-traceroute \
    tcptraceroute dublin-traceroute libnet-traceroute-pureperl-perl tcpdump wireshark-common |
    jq -Rn '[inputs | split(" ") | { key: .[0], value: .[1] }] | from_entries'
}

main
