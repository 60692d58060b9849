import type { Address } from '@hoplite/codec';
import type { Method, TraceOptions } from '@hoplite/engine';
import type { NameService } from '../../name-service.js';
import type { WatchEvent } from '../events.js';
import type { Watch } from '../watch.js';
import { type Key, pressed } from './keys.js';
import { render, summary } from './render.js';
import { Screen, type Terminal } from './screen.js';
import { coloured, plain } from './style.js';
import { Swings } from './swings.js';
import { type ChangeView, MOST_CHANGES, type TargetView, type ViewState } from './view-state.js';

export interface ViewOptions {
  readonly trace: TraceOptions;
  readonly interval: number;
  /** Whether addresses are shown from the beginning, and not names. */
  readonly numeric: boolean;
  readonly names: NameService;
  /** Whether the names have origins behind them. */
  readonly origins: boolean;
  /** What the key for the next method goes through. */
  readonly methods: readonly Method[];
}

/** Between two frames, in milliseconds. */
const FRAME = 200;

/** Names that are remembered. */
const MOST_NAMES = 10_000;

/**
 * Shows what is watched on a terminal until the watching ends, and does what the keys say. Returns whether it was ended
 * by Ctrl-C.
 */
export async function showLive(watching: Watch, terminal: Terminal, options: ViewOptions): Promise<boolean> {
  const view = new LiveView(watching, terminal, options);
  try {
    for await (const event of watching) view.hear(event);
  } finally {
    view.close();
  }
  return view.wasInterrupted;
}

class LiveView {
  wasInterrupted = false;
  readonly #watching: Watch;
  readonly #options: ViewOptions;
  readonly #screen: Screen;
  readonly #looks;
  readonly #changes = new Map<string, ChangeView[]>();
  readonly #swings = new Swings();
  /** Null while it is asked for, and where there is none. */
  readonly #names = new Map<Address, string | null>();
  readonly #timer: NodeJS.Timeout;
  #method: Method | null;
  #state: ViewState;

  constructor(watching: Watch, terminal: Terminal, options: ViewOptions) {
    this.#watching = watching;
    this.#options = options;
    this.#method = typeof options.trace.method === 'string' ? options.trace.method : null;
    this.#looks = { style: terminal.output.hasColors() ? coloured : plain, unicode: hasUnicode() };
    this.#state = {
      targets: [],
      selected: 0,
      page: 'path',
      sort: 'hop',
      names: !options.numeric,
      origins: options.origins,
      details: true,
      paused: false,
      scroll: 0,
      interval: options.interval,
      time: '',
      message: null,
      nameOf: (address) => this.#nameOf(address),
    };
    this.#screen = new Screen(terminal, { key: (key) => this.#press(key), redraw: () => this.#draw() });
    this.#screen.open();
    this.#timer = setInterval(() => this.#draw(), FRAME);
  }

  /** Gives the terminal back, with the figures to be read on it. */
  close(): void {
    clearInterval(this.#timer);
    this.#draw();
    this.#screen.close();
    for (const line of summary(this.#state, this.#screen.width, this.#looks)) this.#screen.print(line);
  }

  hear(event: WatchEvent): void {
    const key = `${event.target} ${event.address}`;
    if (event.event === 'start') this.#changes.delete(key);
    if (event.event !== 'path') return;
    const { round, length } = event;
    const hops = event.hops.filter((hop) => !this.#swings.isSwinging(key, hop, round));
    if (hops.length === 0 && length === null) return;
    const changes = [...(this.#changes.get(key) ?? []), { round, hops, length, time: timeOfDay() }];
    this.#changes.set(key, changes.slice(-MOST_CHANGES));
  }

  #draw(): void {
    const targets = this.#watching.snapshot().map((target): TargetView => {
      const key = `${target.target} ${target.address}`;
      const failure = target.outcome === 'failed' ? (target.error?.message ?? null) : null;
      return { ...target, changes: this.#changes.get(key) ?? [], failure };
    });
    this.#state = { ...this.#state, targets, time: timeOfDay() };
    const { lines, scroll } = render(this.#state, this.#screen.width, this.#screen.height, this.#looks);
    this.#state = { ...this.#state, scroll };
    this.#screen.draw(lines);
  }

  #press(key: Key): void {
    const { state, command } = pressed(this.#state, key);
    this.#state = state;
    switch (command) {
      case 'interrupt':
        this.wasInterrupted = true;
        this.#watching.stop();
        return;
      case 'quit':
        this.#watching.stop();
        return;
      case 'suspend':
        this.#screen.suspend();
        return;
      case 'redraw':
        this.#screen.clear();
        break;
      case 'method':
        this.#nextMethod();
        break;
      case 'pause':
      case 'resume':
      case 'reset':
        this.#watching[command]();
        break;
    }
    this.#draw();
  }

  #nextMethod(): void {
    const { methods, trace } = this.#options;
    const method = methods[(methods.indexOf(this.#method ?? 'udp') + 1) % methods.length];
    if (method === undefined) return;
    try {
      this.#watching.change({ ...trace, method });
      this.#method = method;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#state = { ...this.#state, message: `not by ${method}: ${reason}` };
    }
  }

  /** The name of an address as far as it is known; asks for it where nobody has. */
  #nameOf(address: Address): string | null {
    const known = this.#names.get(address);
    if (known !== undefined) return known;
    if (this.#names.size >= MOST_NAMES) this.#names.clear();
    this.#names.set(address, null);
    void Promise.resolve(this.#options.names.reverse(address)).then((name) => this.#names.set(address, name));
    return null;
  }
}

function timeOfDay(): string {
  return new Date().toTimeString().slice(0, 8);
}

/** By the locale, as everybody does. */
function hasUnicode(): boolean {
  const { LC_ALL, LC_CTYPE, LANG } = process.env;
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}
