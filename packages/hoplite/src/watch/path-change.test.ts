import type { TraceResult } from '@hoplite/engine';
import { describe, expect, it } from 'vitest';
import { hop, reply, silence, trace } from '../format/traces.fixture.js';
import { comparePath, NO_PATH } from './path-change.js';

/** A round in which these answered, one hop after the other; `*` for nobody, several for several. */
function round(answers: string, changes: Partial<TraceResult> = {}): TraceResult {
  const hops = answers.split(' ').map((who, index) => {
    const addresses = who === '*' ? [] : who.split('/').map((last) => reply(`10.0.0.${last}`, 1));
    return hop(index + 1, ...(addresses.length > 0 ? addresses : [silence]));
  });
  return trace(hops, changes);
}

/** What each round after the first changed, in short: `2: 2 > 9` is at TTL 2 from 10.0.0.2 to 10.0.0.9, `!` where known. */
function changes(...rounds: readonly TraceResult[]): readonly string[] {
  let known = NO_PATH;
  return rounds.map((result) => {
    const { path, change } = comparePath(known, result);
    known = path;
    if (change === null) return '';
    const last = (addresses: readonly string[]) => addresses.map((address) => address.split('.')[3]).join('/');
    const hops = change.hops.map(
      ({ ttl, before, after, known }) => `${ttl}: ${last(before)} > ${last(after)}${known ? '!' : ''}`,
    );
    return [...hops, ...(change.length === null ? [] : [`${change.length.before}-${change.length.after}`])].join(', ');
  });
}

describe('a path', () => {
  it('changes where somebody else answers, and is known again when it comes back', () => {
    expect(changes(round('1 2 3'), round('1 2 3'), round('1 9 3'), round('1 2 3'))).toEqual([
      '',
      '',
      '2: 2 > 9',
      '2: 9 > 2!',
    ]);
  });

  it('does not change by silence, nor by what answers after it as before', () => {
    expect(changes(round('1 2 3'), round('1 * 3'), round('1 2 3'))).toEqual(['', '', '']);
    expect(changes(round('1 2 3'), round('1 * 3'), round('1 8 3'))).toEqual(['', '', '2: 2 > 8']);
    expect(changes(round('1 * 3'), round('1 2 3'))).toEqual(['', '']);
  });

  it('does not change where one of several answers that did before', () => {
    expect(changes(round('1 2/3 4'), round('1 3/5 4'), round('1 6/7 4'))).toEqual(['', '', '2: 3/5 > 6/7']);
  });

  it('becomes longer or shorter where it ends at another TTL, but not where it does not end', () => {
    expect(changes(round('1 2 3'), round('1 2 4 3'), round('1 2 4 *', { outcome: 'max-ttl' }), round('1 3'))).toEqual([
      '',
      '3: 3 > 4, 3-4',
      '',
      '2: 2 > 3, 4-2',
    ]);
  });

  it('is no longer when the answer of its end is lost and the target answers farther on', () => {
    expect(changes(round('1 2 3'), round('1 2 * 3'), round('1 2 3'), round('1 2 * * 3'))).toEqual(['', '', '', '']);
  });

  it('is longer when its old end stays silent for many rounds', () => {
    const rounds = [round('1 2 3'), ...Array.from({ length: 21 }, () => round('1 2 * 3')), round('1 2 3')];
    const told = changes(...rounds);
    expect(told.slice(0, 20)).toEqual(Array(20).fill(''));
    expect(told.slice(20)).toEqual(['3-4', '', '4-3']);
  });

  it('has been as short before when it ends where nobody has answered yet', () => {
    expect(changes(round('1 * * 3'), round('1 3'), round('1 * 3'))).toEqual(['', '', '']);
  });
});
