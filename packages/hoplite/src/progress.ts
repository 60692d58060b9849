import type { Io } from './io.js';
import { printable } from './terminal.js';

/** What says how far long work has come. */
export interface Progress extends Disposable {
  /** Takes it off the terminal until there is something to say again: other text can be printed there. */
  hide(): void;
}

/** Work that is done sooner says nothing. */
const PATIENCE_MS = 500;
const REFRESH_MS = 250;

/** Keeps `text()` as the last line on stderr while work goes on, where stderr is a terminal; nothing of it stays. */
export function startProgress(text: () => string, { stderr }: Pick<Io, 'stderr'>): Progress {
  const { isTTY = false, columns = 80 } = stderr as { readonly isTTY?: boolean; readonly columns?: number };
  if (!isTTY || process.env.TERM === 'dumb') return { hide: () => {}, [Symbol.dispose]: () => {} };

  let shown = false;
  const show = (): void => {
    stderr.write(`\r${printable(text()).slice(0, columns - 1)}${ERASE_TO_END}`);
    shown = true;
  };
  const hide = (): void => {
    if (shown) stderr.write(`\r${ERASE_TO_END}`);
    shown = false;
  };
  let refresh: NodeJS.Timeout | undefined;
  const start = setTimeout(() => {
    show();
    refresh = setInterval(show, REFRESH_MS).unref();
  }, PATIENCE_MS).unref();
  return {
    hide,
    [Symbol.dispose]() {
      clearTimeout(start);
      clearInterval(refresh);
      hide();
    },
  };
}

/** CSI EL (ECMA-48). */
const ERASE_TO_END = '\u001b[K';
