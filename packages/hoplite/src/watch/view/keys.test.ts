import { describe, expect, it } from 'vitest';
import { pressed } from './keys.js';
import { state, target } from './view.fixture.js';
import type { ViewState } from './view-state.js';

const several = state({ targets: [target(), target(), target()] });

function after(begin: ViewState, ...names: readonly string[]): ViewState {
  return names.reduce((view, name) => pressed(view, { name, sequence: name }).state, begin);
}

describe('the keys', () => {
  it.each([
    [{ name: 'q' }, 'quit'],
    [{ name: 'c', ctrl: true }, 'interrupt'],
    [{ name: 'z', ctrl: true }, 'suspend'],
    [{ name: 'l', ctrl: true }, 'redraw'],
    [{ name: 'r' }, 'reset'],
    [{ name: 'm' }, 'method'],
    [{ name: 'x' }, null],
    [{ name: 'toString' }, null],
    [{ sequence: '\u001b[200~' }, null],
    [{}, null],
  ])('ask by %j for %s', (key, command) => expect(pressed(several, key).command).toBe(command));

  it('pause and go on', () => {
    const paused = pressed(several, { name: 'p' });
    expect(paused).toMatchObject({ command: 'pause', state: { paused: true } });
    expect(pressed(paused.state, { name: 'space' })).toMatchObject({ command: 'resume', state: { paused: false } });
  });

  it('turn names and details on and off, and go through what rows are sorted by', () => {
    expect(after(several, 'n', 'd')).toMatchObject({ names: true, details: false });
    expect(after(several, 'n', 'd', 'n', 'd')).toMatchObject({ names: false, details: true });
    expect(['s', 'ss', 'sss', 'ssss'].map((keys) => after(several, ...keys).sort)).toEqual([
      'loss',
      'average',
      'worst',
      'hop',
    ]);
  });

  it('go from target to target, round and round', () => {
    expect(after(several, 'tab').selected).toBe(1);
    expect(after(several, 'tab', 'right', 'tab').selected).toBe(0);
    expect(after(several, 'left').selected).toBe(2);
    expect(pressed(several, { name: 'tab', shift: true }).state.selected).toBe(2);
    expect(after(several, '3').selected).toBe(2);
    expect(after(several, '4').selected).toBe(0);
    expect(after(state({ targets: [] }), 'tab').selected).toBe(0);
  });

  it('open the pages and leave them', () => {
    expect(['?', 'h', 'o'].map((key) => after(several, key).page)).toEqual(['help', 'help', 'overview']);
    expect(['?', 'o'].map((key) => after(several, key, key).page)).toEqual(['path', 'path']);
    expect(after(several, 'o', 'down', 'return')).toMatchObject({ page: 'path', selected: 1 });
    expect(after(several, '?', 'escape').page).toBe('path');
  });

  it('scroll, but not above the first line', () => {
    expect(after(several, 'down', 'j', 'pagedown', 'up').scroll).toBe(11);
    expect(after(several, 'pageup', 'k').scroll).toBe(0);
  });

  it('take back what was said of the last one', () => {
    expect(after(state({ message: 'not by tcp' }), 'n').message).toBeNull();
  });
});
