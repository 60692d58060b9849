import type { Looks } from './looks.js';
import type { Page } from './page.js';
import { shortened } from './text-width.js';

/** What the keys do, and what the columns mean: two beside each other where there is room, else all below each other. */
export function helpPage(width: number, { style }: Looks): Page {
  const body = LINES.flatMap((line) =>
    width < WIDE
      ? line.flatMap((entry) => wrapped(entry, width))
      : [`  ${line.map((entry) => entry.padEnd(COLUMN)).join('')}`.trimEnd()],
  );
  return { head: style(shortened('Keys', width), 'dim'), body };
}

const WIDE = 80;
const COLUMN = 35;
const INDENT = 9;

/** An entry in as many lines as it takes, all but the first indented. */
function wrapped(entry: string, width: number): readonly string[] {
  const pieces = entry.match(new RegExp(`\\S.{0,${width - INDENT - 1}}(?=\\s|$)`, 'g')) ?? [''];
  return pieces.map((piece, index) => `${' '.repeat(index === 0 ? 2 : INDENT)}${piece}`.trimEnd());
}

const LINES: readonly (readonly string[])[] = [
  ['q      quit', 'p      pause, go on'],
  ['r      count anew', 'm      next method: udp, icmp, tcp'],
  ['n      names or addresses', 'd      all addresses, MPLS labels'],
  ['s      sort by hop, loss, average, worst'],
  ['Tab    next target; Shift-Tab, arrows, 1 to 9'],
  ['o      all targets at a glance', '? h    this page'],
  ['Up, Down, PgUp, PgDn  scroll', 'Ctrl-L draw again'],
  [''],
  ['Columns'],
  ['Loss   what the path loses to here, at most: the least NoAns here and behind'],
  ['NoAns  probes that this hop did not answer; many routers answer only so often'],
  ['Last, Avg, Best, Wrst  round trips in milliseconds'],
  ['Sent   probes', 'SDev   standard deviation'],
  ['Jttr   average change from one round trip to the next'],
  ['History  the last round trips, from shortest to longest; a cross: no answer'],
  ['*      the path changed here: see below the rows'],
];
