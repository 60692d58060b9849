import { SORTS, type ViewState } from './view-state.js';

/** What a key asks of the watching itself; the rest is how it is shown. */
export type Command = 'quit' | 'interrupt' | 'suspend' | 'redraw' | 'pause' | 'resume' | 'reset' | 'method';

/** A key as `node:readline` names it. */
export interface Key {
  readonly name?: string | undefined;
  readonly sequence?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly shift?: boolean | undefined;
}

export interface Pressed {
  readonly state: ViewState;
  readonly command: Command | null;
}

/** What a key does. Keys that mean nothing do nothing. */
export function pressed(state: ViewState, key: Key): Pressed {
  const calm = { ...state, message: null };
  if (key.ctrl) return { state: calm, command: CONTROL.get(key.name ?? '') ?? null };
  const { sequence = '' } = key;
  const name = COMMANDS.has(sequence) ? sequence : (key.name ?? sequence);
  const command = COMMANDS.get(name);
  if (command === 'pause') {
    return { state: { ...calm, paused: !state.paused }, command: state.paused ? 'resume' : 'pause' };
  }
  if (command !== undefined) return { state: calm, command };
  return { state: { ...calm, ...changeOf(calm, name, key.shift === true) }, command: null };
}

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['q', 'quit'],
  ['p', 'pause'],
  ['space', 'pause'],
  ['r', 'reset'],
  ['m', 'method'],
]);
const CONTROL: ReadonlyMap<string, Command> = new Map([
  ['c', 'interrupt'],
  ['z', 'suspend'],
  ['l', 'redraw'],
]);

function changeOf(state: ViewState, name: string, shift: boolean): Partial<ViewState> {
  switch (name) {
    case 'n':
      return { names: !state.names };
    case 'd':
      return { details: !state.details };
    case 's':
      return { sort: next(SORTS, state.sort) };
    case 'h':
    case '?':
      return { page: state.page === 'help' ? 'path' : 'help', scroll: 0 };
    case 'o':
      return { page: state.page === 'overview' ? 'path' : 'overview', scroll: 0 };
    case 'escape':
    case 'return':
      return { page: 'path', scroll: 0 };
    case 'tab':
      return turned(state, shift ? -1 : 1);
    case 'right':
      return turned(state, 1);
    case 'left':
      return turned(state, -1);
    case 'up':
    case 'k':
      return state.page === 'overview' ? turned(state, -1) : { scroll: Math.max(0, state.scroll - 1) };
    case 'down':
    case 'j':
      return state.page === 'overview' ? turned(state, 1) : { scroll: state.scroll + 1 };
    case 'pageup':
      return { scroll: Math.max(0, state.scroll - 10) };
    case 'pagedown':
      return { scroll: state.scroll + 10 };
    default:
      return /^[1-9]$/.test(name) && Number(name) <= state.targets.length
        ? { selected: Number(name) - 1, page: 'path', scroll: 0 }
        : {};
  }
}

/** The next target, or the one before; after the last comes the first. */
function turned({ selected, targets, page }: ViewState, step: number): Partial<ViewState> {
  const count = Math.max(1, targets.length);
  return { selected: (selected + step + count) % count, scroll: 0, page: page === 'help' ? 'path' : page };
}

function next<T>(values: readonly T[], value: T): T {
  return values[(values.indexOf(value) + 1) % values.length] ?? value;
}
