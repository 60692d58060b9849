import type { ProbeResult } from '@hoplite/engine';
import { hop, reply, silence, trace } from '../../format/traces.fixture.js';
import { traceRows } from '../../statistics/path-statistics.js';
import type { TargetView, ViewState } from './view-state.js';

const label = { label: 24001, trafficClass: 0, bottom: true, ttl: 1 };
const names: Readonly<Record<string, string>> = {
  '10.1.0.1': 'gateway.home.example',
  '10.3.0.1': 'evil\u001b[2J\u0007.example',
  '10.6.0.2': '東京.example',
};

/** Probes of one hop; null for one without an answer. */
function answers(address: string, rtts: readonly (number | null)[], changes = {}): readonly ProbeResult[] {
  return rtts.map((rtt) => (rtt === null ? silence : reply(address, rtt, changes)));
}

/** A path with a limited router, a silent one, one of two addresses and labels, and loss at the end. */
const rows: TargetView['rows'] = traceRows(
  trace([
    hop(1, ...answers('10.1.0.1', [1.2, 1.3, 1.1, 1.25, 9.75, 1.2])),
    hop(2, ...answers('10.2.0.1', [5, null, null, 5.5, null, null])),
    hop(3, ...answers('10.3.0.1', [8, 9, 8.5]), ...answers('10.3.0.9', [12, 11.5, 12.25], { mpls: [label] })),
    hop(4, ...answers('', [null, null, null, null, null, null])),
    hop(5, ...answers('10.6.0.2', [120, 121, null, 119, 1250.5, 122])),
  ]),
);

export function target(changes: Partial<TargetView> = {}): TargetView {
  return {
    target: 'www.example',
    address: '10.6.0.2',
    round: 6,
    outcome: 'reached',
    annotation: null,
    error: null,
    method: 'udp',
    reached: true,
    rows,
    changes: [],
    failure: null,
    ...changes,
  };
}

export function state(changes: Partial<ViewState> = {}): ViewState {
  return {
    targets: [target()],
    selected: 0,
    page: 'path',
    sort: 'hop',
    names: false,
    origins: false,
    details: true,
    paused: false,
    scroll: 0,
    interval: 1000,
    time: '12:00:06',
    message: null,
    nameOf: (address) => names[address] ?? null,
    ...changes,
  };
}

/** One change of the path, and one of its length. */
export const changed: Partial<TargetView> = {
  changes: [
    { round: 2, time: '12:00:02', hops: [], length: { before: 6, after: 5 } },
    {
      round: 4,
      time: '12:00:04',
      hops: [{ ttl: 3, before: ['10.3.0.1'], after: ['10.3.0.9'], known: false }],
      length: null,
    },
  ],
};
