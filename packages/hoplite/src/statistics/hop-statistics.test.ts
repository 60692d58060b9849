import type { ProbeResult } from '@hoplite/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reply, silence } from '../format/traces.fixture.js';
import { type HopStatistics, statisticsOf } from './hop-statistics.js';
import { emptyTally, TALLY_BOUNDS, type TallyBounds, tallied } from './hop-tally.js';

const R = '10.1.0.1';

function statistics(probes: readonly ProbeResult[], bounds?: TallyBounds): HopStatistics {
  return statisticsOf(probes.reduce((tally, probe) => tallied(tally, probe, bounds), emptyTally(1)));
}

function ofRtts(...rtts: readonly number[]): HopStatistics {
  return statistics(rtts.map((rtt) => reply(R, rtt)));
}

describe('the statistics of a hop', () => {
  it('are those that mtr 0.95 computes, worked out by hand', () => {
    expect(ofRtts(10, 20, 15).rtt).toEqual({
      last: 15,
      best: 10,
      worst: 20,
      average: 15,
      deviation: 5,
      // Differences 10 and 5, the first answer counting as 0; 10 / 16, and of 5 - 0.625 a sixteenth more.
      jitter: { last: 5, average: 5, worst: 10, interarrival: 0.8984375 },
    });
  });

  it('have no round trip before one is known, and no deviation of a single one', () => {
    expect(statistics([]).rtt).toBeNull();
    expect(statistics([silence]).rtt).toBeNull();
    expect(ofRtts(7).rtt).toMatchObject({ average: 7, deviation: 0, jitter: { last: 0, average: 0 } });
  });

  it('agree with the textbook for any round trips', () => {
    // Whole nanoseconds, as round trips are: of far smaller numbers the squares are 0.
    const rtt = fc.integer({ min: 0, max: 1e11 }).map((nanoseconds) => nanoseconds / 1e6);
    const rtts = fc.array(rtt, { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(rtts, (all) => {
        const { rtt } = ofRtts(...all);
        const mean = all.reduce((sum, each) => sum + each, 0) / all.length;
        const variance = all.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (all.length - 1);
        const steps = all.slice(1).map((each, i) => Math.abs(each - (all[i] ?? 0)));
        expect(rtt?.average).toBeCloseTo(mean, 6);
        expect(rtt?.deviation).toBeCloseTo(Math.sqrt(variance), 6);
        expect(rtt?.jitter.average).toBeCloseTo(steps.reduce((sum, each) => sum + each, 0) / all.length, 6);
        expect(rtt).toMatchObject({ last: all.at(-1), best: Math.min(...all), worst: Math.max(...all) });
        expect(rtt?.jitter.worst).toBe(Math.max(...steps));
      }),
    );
  });

  it('count as unanswered what came late, but not what nobody knows yet or what never left', () => {
    const late = reply(R, 4000, { status: 'late' });
    const failed: ProbeResult = { ...silence, status: 'failed', error: { code: 'ENOBUFS', message: '' } };
    const pending: ProbeResult = { ...silence, status: 'pending' };
    const all = [reply(R, 1), reply(R, 1), reply(R, 1), late, silence, failed, pending];
    expect(statistics(all)).toMatchObject({ sent: 6, received: 3, late: 1, failed: 1, unanswered: 40 });
    expect(statistics(all).rtt?.worst).toBe(1);
    expect(statistics([failed, pending]).unanswered).toBeNull();
  });

  it('count an answer whose round trip nobody knows, since the clock was stepped, as an answer', () => {
    expect(statistics([reply(R, null)])).toMatchObject({ received: 1, unanswered: 0, rtt: null, history: [] });
  });

  it('name each address with its share and its last labels, the most frequent first', () => {
    const label = { label: 24001, trafficClass: 0, bottom: true, ttl: 1 };
    const all = [reply('10.0.0.9', 1), reply(R, 1), reply(R, 2, { mpls: [label], name: 'r.example' }), reply(R, 3)];
    expect(statistics(all).addresses).toEqual([
      { address: R, name: 'r.example', received: 3, share: 75, mpls: [] },
      { address: '10.0.0.9', name: null, received: 1, share: 25, mpls: [] },
    ]);
    expect(statistics(all.slice(0, 3)).addresses[0]?.mpls).toEqual([label]);
    expect(statistics(all.slice(0, 1)).latest).toBe('10.0.0.9');
    expect(statistics(all).latest).toBe(R);
  });

  it('sum up duplicates', () => {
    expect(statistics([reply(R, 1, { duplicates: 2 }), reply(R, 1), reply(R, 1, { duplicates: 1 })]).duplicates).toBe(
      3,
    );
  });

  it('remember the last round trips and silences, and no more of them than they may', () => {
    const probes = [reply(R, 1), silence, reply(R, 3), reply(R, 4, { status: 'late' })];
    const bounded = (history: number) => statistics(probes, { ...TALLY_BOUNDS, history }).history;
    expect(bounded(10)).toEqual([1, null, 3, null]);
    expect(bounded(3)).toEqual([null, 3, null]);
    expect(bounded(1)).toEqual([null]);
    expect(bounded(0)).toEqual([]);
  });

  it('forget of too many addresses the one that answered longest ago', () => {
    const probes = ['10.0.0.1', '10.0.0.2', '10.0.0.1', '10.0.0.3'].map((address) => reply(address, 1));
    const { addresses } = statistics(probes, { history: 0, addresses: 2 });
    expect(addresses.map(({ address, received }) => [address, received])).toEqual([
      ['10.0.0.1', 2],
      ['10.0.0.3', 1],
    ]);
  });
});
