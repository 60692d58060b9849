// The RTTs that tools print, by TTL and in the order of a TTL's probes: in ms, null for a probe without answer.

/** @typedef {ReadonlyMap<number, readonly (number | null)[]>} Rtts By TTL. */

/** `traceroute -n`. @param {string} printed @returns {Rtts} */
export function readTraceroute(printed) {
  const lines = printed.split('\n').map((line) => /^ *(\d+) (.*)$/.exec(line));
  return new Map(
    lines.flatMap((line) =>
      line === null
        ? []
        : [[Number(line[1]), [...(line[2] ?? '').matchAll(/([\d.]+) ms|\*/g)].map(([, rtt]) => numberOf(rtt))]],
    ),
  );
}

/** `mtr --raw`: `x` a probe by place and number, `p` its RTT in microseconds. @param {string} printed @returns {Rtts} */
export function readMtr(printed) {
  const lines = printed.split('\n').map((line) => line.split(' '));
  const answers = new Map(
    lines.filter(([kind]) => kind === 'p').map(([, , rtt, number]) => [number, Number(rtt) / 1000]),
  );
  /** @type {Map<number, (number | null)[]>} */
  const rtts = new Map();
  for (const [kind, place, number] of lines) {
    if (kind === 'x') put(rtts, Number(place) + 1, answers.get(number) ?? null);
  }
  return rtts;
}

/** `scamper -O json`. @param {string} printed @returns {Rtts} */
export function readScamper(printed) {
  const records = printed.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  /** @type {{ attempts: number, hop_count: number, hops: readonly { probe_ttl: number, probe_id: number, rtt: number }[] }} */
  const { hop_count, attempts, hops } = records.find(({ type }) => type === 'trace');
  /** @type {Map<number, (number | null)[]>} */
  const rtts = new Map();
  for (let ttl = 1; ttl <= hop_count; ttl++) {
    for (let id = 1; id <= attempts; id++) {
      put(rtts, ttl, hops.find((hop) => hop.probe_ttl === ttl && hop.probe_id === id)?.rtt ?? null);
    }
  }
  return rtts;
}

/** @param {import('@hoplite/engine').TraceResult} trace @returns {Rtts} */
export function rttsOf({ hops }) {
  return new Map(hops.map(({ ttl, probes }) => [ttl, probes.map((probe) => ('rtt' in probe ? probe.rtt : null))]));
}

/** @param {Map<number, (number | null)[]>} rtts @param {number} ttl @param {number | null} rtt */
function put(rtts, ttl, rtt) {
  rtts.set(ttl, [...(rtts.get(ttl) ?? []), rtt]);
}

/** @param {string | undefined} text */
function numberOf(text) {
  return text === undefined ? null : Number(text);
}
