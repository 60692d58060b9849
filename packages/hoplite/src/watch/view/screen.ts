import { emitKeypressEvents } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Io } from '../../io.js';
import type { Key } from './keys.js';

/** A terminal to draw on, and the keyboard before it where there is one. */
export interface Terminal {
  readonly output: WriteStream;
  readonly keyboard: ReadStream | null;
}

/** The terminal that the command prints to; null where its output goes elsewhere. */
export function terminalOf({ stdin, stdout }: Pick<Io, 'stdin' | 'stdout'>): Terminal | null {
  if (!isTty(stdout) || process.env.TERM === 'dumb') return null;
  return { output: stdout as WriteStream, keyboard: isTty(stdin) ? (stdin as ReadStream) : null };
}

interface ScreenEvents {
  readonly key: (key: Key) => void;
  /** All has to be drawn again: another size, or back from having been stopped. */
  readonly redraw: () => void;
}

/**
 * The whole of a terminal, from `enter` to `leave`: whatever ends the process in between, signals and exceptions among it,
 * the terminal is left as it was found.
 */
export class Screen {
  readonly #terminal: Terminal;
  readonly #events: ScreenEvents;
  #shown: readonly string[] = [];
  #entered = false;

  constructor(terminal: Terminal, events: ScreenEvents) {
    this.#terminal = terminal;
    this.#events = events;
  }

  get width(): number {
    return this.#terminal.output.columns || 80;
  }

  get height(): number {
    return this.#terminal.output.rows || 24;
  }

  /** Takes the terminal, and listens to its keys and to what may end or stop the process. */
  open(): void {
    const { output, keyboard } = this.#terminal;
    if (keyboard !== null) {
      emitKeypressEvents(keyboard);
      keyboard.on('keypress', this.#onKey);
      keyboard.on('end', this.#onHangUp);
    }
    output.on('resize', this.#onResize);
    process.on('exit', this.#leave);
    process.on('uncaughtExceptionMonitor', this.#leave);
    for (const signal of FATAL) process.on(signal, this.#onFatal);
    process.on('SIGTSTP', this.#onStop);
    process.on('SIGCONT', this.#onContinue);
    this.#enter();
  }

  /** Gives the terminal back. */
  close(): void {
    const { output, keyboard } = this.#terminal;
    this.#leave();
    keyboard?.off('keypress', this.#onKey).off('end', this.#onHangUp);
    output.off('resize', this.#onResize);
    process.off('exit', this.#leave);
    process.off('uncaughtExceptionMonitor', this.#leave);
    for (const signal of FATAL) process.off(signal, this.#onFatal);
    process.off('SIGTSTP', this.#onStop);
    process.off('SIGCONT', this.#onContinue);
  }

  /** Draws what differs from what is there. A terminal that is too slow misses frames. */
  draw(lines: readonly string[]): void {
    const { output } = this.#terminal;
    if (!this.#entered || output.writableNeedDrain) return;
    let text = '';
    for (let row = 0; row < Math.max(lines.length, this.#shown.length); row++) {
      const line = lines[row] ?? '';
      if (line !== this.#shown[row]) text += `\x1b[${row + 1};1H\x1b[2K${line}`;
    }
    this.#shown = lines;
    if (text !== '') output.write(text);
  }

  /** Forgets what is there: the next frame is drawn whole. */
  clear(): void {
    this.#shown = [];
    if (this.#entered) this.#terminal.output.write('\x1b[2J');
  }

  /** Adds a line to what the terminal shows when it is not taken. */
  print(line: string): void {
    this.#terminal.output.write(`${line}\n`);
  }

  /** Stops the process as the shell's Ctrl-Z does, and all that runs with it. Windows has no such thing. */
  suspend(): void {
    if (process.platform !== 'win32') process.kill(0, 'SIGTSTP');
  }

  #enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    this.#terminal.keyboard?.setRawMode(true).resume();
    this.#terminal.output.write(ENTER);
    this.clear();
  }

  readonly #leave = (): void => {
    if (!this.#entered) return;
    this.#entered = false;
    this.#terminal.output.write(LEAVE);
    this.#terminal.keyboard?.setRawMode(false).pause();
  };

  readonly #onKey = (_: unknown, key: Key): void => this.#events.key(key);

  /** Nobody can press a key any more: the terminal has gone away. */
  readonly #onHangUp = (): void => this.#events.key({ name: 'q' });

  readonly #onResize = (): void => {
    this.clear();
    this.#events.redraw();
  };

  /** Lets the signal do what it does where nobody listens. */
  readonly #onFatal = (signal: NodeJS.Signals): void => {
    this.close();
    process.kill(process.pid, signal);
  };

  readonly #onStop = (): void => {
    this.#leave();
    process.kill(process.pid, 'SIGSTOP');
  };

  readonly #onContinue = (): void => {
    this.#enter();
    this.#onResize();
  };
}

const FATAL = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** The alternate screen, no cursor, no wrapping of lines that are too long. */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l';
const LEAVE = '\x1b[?7h\x1b[?25h\x1b[?1049l';

function isTty(stream: object): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}
