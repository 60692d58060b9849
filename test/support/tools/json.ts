import { attempt, type Statement, type ToolOutput } from './statement.js';

interface Clock {
  readonly sec: number;
  readonly usec: number;
}

interface ScamperTrace {
  readonly type: 'trace';
  readonly probe_size: number;
  readonly attempts: number;
  readonly hop_count: number;
  readonly stop_reason: string;
  readonly hops: readonly {
    readonly addr: string;
    readonly probe_ttl: number;
    readonly probe_id: number;
    readonly rtt: number;
    /** Of an ICMP answer. */
    readonly icmp_type?: number;
    readonly icmp_code?: number;
  }[];
}

interface ScamperTracelb {
  readonly type: 'tracelb';
  readonly probe_size: number;
  readonly nodes: readonly {
    readonly links?: readonly (readonly { readonly addr: string; readonly probes: readonly TracelbProbe[] }[])[];
  }[];
}

interface TracelbProbe {
  readonly tx: Clock;
  readonly ttl: number;
  readonly replies: readonly { readonly rtt: number }[];
}

/** Reads `scamper -O json`: a `trace` with its answers, where a hop without any is silent, or a `tracelb` with its links. */
export function readScamper(text: string): ToolOutput {
  const lines = text.split('\n').filter((line) => line !== '');
  const records: readonly (ScamperTrace | ScamperTracelb | { readonly type: 'cycle' })[] = lines.map((line) =>
    JSON.parse(line),
  );
  for (const record of records) {
    if (record.type === 'trace') return readTrace(record);
    if (record.type === 'tracelb') return readTracelb(record);
  }
  throw new Error('scamper printed no trace');
}

function readTrace({ probe_size, hop_count, attempts, hops, stop_reason }: ScamperTrace): ToolOutput {
  const asked = Array.from({ length: hop_count * attempts }, (_, index) => ({
    ttl: Math.floor(index / attempts) + 1,
    id: (index % attempts) + 1,
  }));
  const statements = asked.map(({ ttl, id }) => {
    const hop = hops.find(({ probe_ttl, probe_id }) => probe_ttl === ttl && probe_id === id);
    const said = { ttl, probe: attempt(id), address: hop?.addr ?? null, rtt: hop?.rtt ?? null };
    return hop === undefined ? said : { ...said, kind: kindOf(hop) };
  });
  const ended = ({ COMPLETED: 'reached', UNREACH: 'unreachable' } as const)[stop_reason] ?? 'silent';
  return { size: probe_size, statements, ended };
}

function kindOf({ icmp_type, icmp_code }: ScamperTrace['hops'][number]): string {
  return icmp_type === undefined ? 'tcp' : `${icmp_type}/${icmp_code}`;
}

function readTracelb({ probe_size, nodes }: ScamperTracelb): ToolOutput {
  const statements = nodes.flatMap(({ links = [] }) =>
    links.flat().flatMap(({ addr, probes }) => probes.map((probe) => readTracelbProbe(addr, probe))),
  );
  return { size: probe_size, statements };
}

function readTracelbProbe(address: string, { ttl, tx, replies }: TracelbProbe): Statement {
  const [reply] = replies;
  const probe = { by: 'sentAt', value: tx.sec * 1e6 + tx.usec } as const;
  return reply === undefined ? { ttl, probe, address: null, rtt: null } : { ttl, probe, address, rtt: reply.rtt };
}

interface DublinHop {
  readonly sent: { readonly ip: { readonly ttl: number }; readonly udp: { readonly dport: number } };
  readonly received: { readonly ip: { readonly src: string } } | null;
  readonly rtt_usec: number | null;
  /** What a NAT added to the UDP checksum; only with an answer. */
  readonly nat_id?: number;
}

/** Reads the JSON of dublin-traceroute: a list of hops for each flow, which is a destination port. */
export function readDublin(text: string): ToolOutput {
  const { flows }: { readonly flows: Readonly<Record<string, readonly DublinHop[]>> } = JSON.parse(text);
  const statements = Object.values(flows)
    .flat()
    .map(({ sent, received, rtt_usec, nat_id = 0 }) => ({
      ttl: sent.ip.ttl,
      probe: { by: 'number', value: sent.udp.dport } as const,
      address: received?.ip.src ?? null,
      rtt: rtt_usec === null ? null : rtt_usec / 1000,
      nat: nat_id !== 0,
    }));
  return { size: null, statements };
}
