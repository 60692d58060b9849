import type { Looks } from './looks.js';
import type { Page } from './page.js';
import { shortened } from './text-width.js';

/** What the keys do, and what the columns mean. */
export function helpPage(width: number, { style }: Looks): Page {
  return { head: style(shortened('Keys', width), 'dim'), body: TEXT.split('\n').map((line) => shortened(line, width)) };
}

const TEXT = `  q      quit                        p      pause, go on
  r      count anew                  m      next method: udp, icmp, tcp
  n      names or addresses          d      all addresses, MPLS labels
  s      sort by hop, loss, average, worst
  Tab    next target; Shift-Tab, arrows, 1 to 9
  o      all targets at a glance     ? h    this page
  Up, Down, PgUp, PgDn  scroll       Ctrl-L draw again

Columns
  Loss   what the path loses to here, at the most: the least of NoAns here and behind
  NoAns  probes that this hop did not answer; many routers answer only so often
  Sent   probes      Last, Avg, Best, Wrst  round trips in milliseconds
  SDev   standard deviation          Jttr   average change from one to the next
  History  the last round trips, from the shortest to the longest; a cross: no answer
  *      the path changed here: see below the rows`;
