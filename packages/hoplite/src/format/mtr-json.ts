import type { TraceResult } from '@hoplite/engine';
import type { PathRow } from '../statistics/path-statistics.js';
import type { TraceFormat } from './format.js';
import { type JsonOptions, jsonDocument } from './json.js';
import { hostOf, type MtrRow, mtrRows } from './mtr-rows.js';

/**
 * What `mtr --json` of 0.95 prints of a target; of several, or of a capture's traces, an array of it. Its schema:
 * `hoplite/schema/mtr.schema.json`.
 */
export const mtrJson: TraceFormat<JsonOptions> = {
  showsNames: true,
  figuresAlone: true,
  begin: (options) => jsonDocument(reportObject, options),
};

function reportObject(result: TraceResult, figures?: readonly PathRow[]): object {
  const { target, source, options, hops } = result;
  const sent = figures?.map((row) => row.sent) ?? hops.map(({ probes }) => probes.length);
  const tos = options.tos;
  return {
    report: {
      mtr: {
        src: source,
        dst: target,
        tos: typeof tos === 'number' ? tos : 0,
        tests: Math.max(0, ...sent),
        psize: String(options.packetLength ?? hops.flatMap(({ probes }) => probes)[0]?.size ?? 0),
        bitpattern: bitPattern(options.payload),
      },
      hubs: mtrRows(result, figures).map(hubObject),
    },
  };
}

/** The byte that fills the probes: zeros unless a payload was given. Else mtr's word for any bytes. */
function bitPattern(payload: unknown): string {
  if (payload === null) return '0x00';
  const [, byte] = (typeof payload === 'string' && /^([\da-f]{2})\1*$/.exec(payload)) || [];
  return byte === undefined ? 'rand(0x00-FF)' : `0x${byte.toUpperCase()}`;
}

function hubObject(row: MtrRow): object {
  const [last] = row.responders;
  return {
    count: row.ttl,
    host: hostOf(last),
    // Where origins were asked for, as mtr -z has it.
    ...(last?.origin === undefined ? {} : { ASN: `AS${last.origin?.asn ?? '???'}` }),
    'Loss%': digits(row.loss),
    Snt: row.sent,
    Last: digits(row.last),
    Avg: digits(row.average),
    Best: digits(row.best),
    Wrst: digits(row.worst),
    StDev: digits(row.deviation),
  };
}

/** mtr writes five that signify. */
function digits(value: number): number {
  return Number(value.toPrecision(5));
}
