import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Looks } from './looks.js';
import { render, summary } from './render.js';
import { coloured, plain } from './style.js';
import { widthOf } from './text-width.js';
import { changed, state, target } from './view.fixture.js';
import { SORTS, type TargetView, type ViewState } from './view-state.js';

const UNICODE: Looks = { style: plain, unicode: true };
const ASCII: Looks = { style: plain, unicode: false };

function drawn(view: ViewState, width: number, height: number, looks = UNICODE): string {
  return `\n${render(view, width, height, looks)
    .lines.map((line) => line.trimEnd())
    .join('\n')}\n`;
}

describe('the view', () => {
  it('has all figures on a terminal of 80x24', () => {
    expect(drawn(state({ targets: [target(changed)] }), 80, 24)).toMatchInlineSnapshot(`
      "
      hoplite watch  www.example (10.6.0.2)          udp  round 6  every 1 s  12:00:06
          Host            Loss NoAns Sent Last  Avg Best Wrst SDev Jttr History
        1 10.1.0.1          0%    0%    6 1.20 2.63 1.10 9.75 3.49 2.92   ▁▁▁▁█▁
        2 10.2.0.1          0%   67%    6 5.50 5.25 5.00 5.50 0.35 0.25   ▁××▄××
      * 3 10.3.0.9          0%    0%    6 12.3 10.2 8.00 12.3 1.91 1.04   ▁▃▂█▇█
           10.3.0.9  50%
           MPLS 24001 tc 0 ttl 1
           10.3.0.1  50%
        4 (no answer)      17%  100%    6    -    -    -    -    -    -   ××××××
        5 10.6.0.2         17%   17%    6  122  347  119 1251  505  453   ▁▁×▁█▁










      * path changes:
      12:00:02 round 2  length 6 → 5
      12:00:04 round 4  hop 3: 10.3.0.1 → 10.3.0.9
      q quit  p pause  r reset  m method  n names  d details  s sort  ? help
      "
    `);
  });

  it('gives a wide terminal to the history, and shows names as nothing but text', () => {
    expect(drawn(state({ names: true }), 200, 12)).toMatchInlineSnapshot(`
      "
      hoplite watch  www.example (10.6.0.2)                                                                                                                                  udp  round 6  every 1 s  12:00:06
          Host                 Loss NoAns Sent Last  Avg Best Wrst SDev Jttr History
        1 gateway.home.example   0%    0%    6 1.20 2.63 1.10 9.75 3.49 2.92   ▁▁▁▁█▁
        2 10.2.0.1               0%   67%    6 5.50 5.25 5.00 5.50 0.35 0.25   ▁××▄××
        3 10.3.0.9               0%    0%    6 12.3 10.2 8.00 12.3 1.91 1.04   ▁▃▂█▇█
           10.3.0.9  50%
           MPLS 24001 tc 0 ttl 1
           evil\\x1b[2J\\x07.example (10.3.0.1)  50%
        4 (no answer)           17%  100%    6    -    -    -    -    -    -   ××××××
        5 東京.example          17%   17%    6  122  347  119 1251  505  453   ▁▁×▁█▁

      q quit  p pause  r reset  m method  n names  d details  s sort  ? help
      "
    `);
  });

  it('shows origins that were asked for before the figures that matter least', () => {
    const view = state({ names: true, origins: true, nameOf: () => 'gateway.home.example [AS64500 SE]' });
    expect(drawn(view, 80, 24)).toMatch(/ Loss NoAns .*\n {2}1 gateway\.home\.example \[AS64500 SE\] /);
    expect(drawn(view, 40, 24)).toMatch(/ Loss .*\n {2}1 gateway\.home.*… /);
  });

  it('keeps what matters most on a narrow one', () => {
    expect(drawn(state(), 44, 14, ASCII)).toMatchInlineSnapshot(`
      "
      hoplite watch  www.example (10.6.0.2)    udp
          Host            Loss Sent Last  Avg
        1 10.1.0.1          0%    6 1.20 2.63
        2 10.2.0.1          0%    6 5.50 5.25
        3 10.3.0.9          0%    6 12.3 10.2
           10.3.0.9  50%
           MPLS 24001 tc 0 ttl 1
           10.3.0.1  50%
        4 (no answer)      17%    6    -    -
        5 10.6.0.2         17%    6  122  347



      q quit  p pause  r reset  m method  ? help
      "
    `);
  });

  it('has the rows before all else on one of a few lines, and scrolls them', () => {
    expect(drawn(state({ targets: [target(changed)], scroll: 2 }), 60, 7, ASCII)).toMatchInlineSnapshot(`
      "
      hoplite watch  www.example (10.6.0.2)           udp  round 6
          Host            Loss NoAns Sent Last  Avg Wrst History
      * 3 10.3.0.9          0%    0%    6 12.3 10.2 12.3   _..#*#
           10.3.0.9  50%
           MPLS 24001 tc 0 ttl 1
           10.3.0.1  50%
      q quit  p pause  r reset  m method  n names  ? help
      "
    `);
  });

  it('names the other targets, the one shown in brackets, as many as there is room for', () => {
    const targets = Array.from({ length: 9 }, (_, index) => target({ target: `target-${index + 1}.example` }));
    expect(drawn(state({ targets, selected: 4 }), 80, 5)).toMatchInlineSnapshot(`
      "
      hoplite watch  target-5.example (10.6.0.2)     udp  round 6  every 1 s  12:00:06
      < [5 target-5.exam… 17%] 6 target-6.exam… 17%  7 target-7.exam… 17%  >
          Host            Loss NoAns Sent Last  Avg Best Wrst SDev Jttr History
        1 10.1.0.1          0%    0%    6 1.20 2.63 1.10 9.75 3.49 2.92   ▁▁▁▁█▁
      q quit  p pause  r reset  Tab next  o overview  m method  n names  ? help
      "
    `);
    expect(drawn(state({ targets: targets.slice(0, 2), selected: 1 }), 80, 3)).toMatchInlineSnapshot(`
      "
      hoplite watch  target-2.example (10.6.0.2)     udp  round 6  every 1 s  12:00:06
       1 target-1.example 17% [2 target-2.example 17%]
          Host            Loss NoAns Sent Last  Avg Best Wrst SDev Jttr History
      "
    `);
  });

  it('shows all targets at a glance', () => {
    const waiting = target({ target: 'b.example', rows: [], round: 1, outcome: null, method: null });
    const failed = target({ target: 'c.example', rows: [], failure: 'not allowed' });
    const targets = [target({ target: 'a.example' }), waiting, failed];
    expect(drawn(state({ targets, page: 'overview', selected: 1 }), 80, 8)).toMatchInlineSnapshot(`
      "
      hoplite watch  b.example (10.6.0.2)                 round 1  every 1 s  12:00:06
       1 a.example 17% [2 b.example ...] 3 c.example failed
         Target (hops)      Loss NoAns Sent Last  Avg Best Wrst SDev Jttr History
       1 a.example (5)       17%   17%    6  122  347  119 1251  505  453   ▁▁×▁█▁
      >2 b.example (0)
       3 c.example (failed)

      q quit  p pause  r reset  Tab next  o overview  m method  n names  ? help
      "
    `);
  });

  it('leaves the figures to be read: the path of one target, a line for each of several', () => {
    const one = summary(state(), 80, UNICODE);
    expect(one).toHaveLength(10);
    expect(one.at(-1)).toMatch(/^ {2}5 10\.6\.0\.2 /);
    const several = summary(state({ targets: [target(), target({ target: 'b.example' })] }), 80, UNICODE);
    expect(several).toHaveLength(4);
    expect(several.at(-1)).toMatch(/^ 2 b\.example \(5\) /);
  });

  it('explains its keys and columns', () => {
    const help = drawn(state({ page: 'help' }), 90, 24);
    for (const word of ['quit', 'pause', 'reset', 'method', 'names', 'sort', 'Loss', 'NoAns', 'Jttr', 'History'])
      expect(help).toContain(word);
  });

  it('leaves nothing of its help out where there is less room for it', () => {
    const wordsAt = (width: number) =>
      drawn(state({ page: 'help' }), width, 99)
        .split('\n')
        .slice(2, -2)
        .join(' ')
        .split(/\s+/)
        .sort();
    for (const width of [80, 60, 40, 24]) expect(wordsAt(width)).toEqual(wordsAt(200));
  });

  it('says that it waits, that it is paused, and why it goes no further', () => {
    expect(drawn(state({ targets: [] }), 60, 6)).toContain('waiting for the first answer');
    expect(drawn(state({ paused: true }), 80, 6)).toMatch(/PAUSED[\s\S]*p go on/);
    expect(drawn(state({ targets: [target({ failure: 'not allowed' })] }), 80, 20)).toContain('not allowed');
    expect(drawn(state({ message: 'not by tcp' }), 80, 6)).toContain('not by tcp');
  });

  it('says where the path ends otherwise than at its target, but not where one round found no end', () => {
    const title = (changes: Partial<TargetView>) => drawn(state({ targets: [target(changes)] }), 80, 6).split('\n')[1];
    expect(title({ outcome: 'unreachable', annotation: '!H' })).toContain('unreachable !H  udp  round 6');
    expect(title({ outcome: 'max-ttl', reached: false })).toContain('not reached');
    expect(title({ outcome: 'max-ttl', reached: true })).not.toContain('reached');
  });

  it('sorts its rows by what is asked for', () => {
    const order = (sort: ViewState['sort']) =>
      render(state({ sort, details: false }), 80, 24, ASCII)
        .lines.slice(2, 7)
        .map((line) => Number(line.slice(1, 4)));
    expect(order('hop')).toEqual([1, 2, 3, 4, 5]);
    expect(order('average')).toEqual([5, 3, 2, 1, 4]);
    expect(order('worst')).toEqual([5, 3, 1, 2, 4]);
    expect(order('loss')).toEqual([4, 5, 1, 2, 3]);
  });

  it('leaves out further addresses and labels where no details are wanted', () => {
    expect(drawn(state(), 80, 24)).toContain('MPLS 24001');
    const brief = drawn(state({ details: false }), 80, 24);
    expect(brief).not.toContain('MPLS');
    expect(brief).not.toContain('10.3.0.1 ');
  });

  it('says the same with colours and without', () => {
    const views = [
      state({ targets: [target(changed), target()] }),
      state({ page: 'help' }),
      state({ page: 'overview' }),
    ];
    for (const view of views) {
      const inColour = render(view, 80, 24, { ...UNICODE, style: coloured }).lines;
      expect(inColour.join('')).toContain('\x1b[');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what colours are made of
      expect(inColour.map((line) => line.replace(/\x1b\[[\d;]*m/g, ''))).toEqual(render(view, 80, 24, UNICODE).lines);
    }
  });

  it('fits any terminal, and sends it no control character, whatever names there are', () => {
    const anyName = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constant('x\u001b[2J\n'),
    );
    const anyState = fc.record({
      page: fc.constantFrom('path', 'overview', 'help'),
      sort: fc.constantFrom(...SORTS),
      names: fc.boolean(),
      details: fc.boolean(),
      paused: fc.boolean(),
      scroll: fc.nat(40),
      message: fc.option(anyName),
      name: anyName,
      targets: fc.array(fc.record({ target: anyName, failure: fc.option(anyName) }), { maxLength: 12 }),
      selected: fc.nat(11),
    });
    const size = fc.integer({ min: 1, max: 220 });
    fc.assert(
      fc.property(
        anyState,
        size,
        size,
        fc.boolean(),
        ({ name, targets, selected, ...shown }, width, height, unicode) => {
          const views = targets.map((each) => target({ ...changed, ...each }));
          const view = state({
            ...shown,
            targets: views,
            selected: Math.min(selected, Math.max(0, views.length - 1)),
            nameOf: () => name,
          });
          const { lines } = render(view, width, height, { style: plain, unicode });
          expect(lines.length).toBeLessThanOrEqual(height);
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
          expect(lines.join('')).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
        },
      ),
      { numRuns: 300 },
    );
  });
});
