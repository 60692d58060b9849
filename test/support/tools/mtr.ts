import type { ToolOutput } from './statement.js';

/** What mtr sends when nothing else is asked for. */
const SIZE = 64;

/**
 * Reads `mtr --raw`: `x` a probe sent, `h` who answers at a place from now on, `p` the RTT in microseconds; places count
 * from 0, sequence numbers are in the packets.
 */
export function readMtrRaw(text: string): ToolOutput {
  const lines = text.split('\n').map((line) => line.split(' '));
  const responders = new Map<string, string>();
  const answers = new Map<string, { readonly address: string; readonly rtt: number }>();
  for (const [kind, place = '', value = '', sequence = ''] of lines) {
    if (kind === 'h') responders.set(place, value);
    if (kind === 'p') answers.set(sequence, { address: responders.get(place) ?? '', rtt: Number(value) / 1000 });
  }
  const statements = lines
    .filter(([kind]) => kind === 'x')
    .map(([, place, sequence = '']) => ({
      ttl: Number(place) + 1,
      probe: { by: 'number', value: Number(sequence) } as const,
      ...(answers.get(sequence) ?? { address: null, rtt: null }),
    }));
  return { size: SIZE, statements };
}

/** A hop of `mtr --json`; RTTs in milliseconds with three decimals. */
export interface MtrHub {
  readonly count: number;
  readonly host: string;
  readonly 'Loss%': number;
  readonly Snt: number;
  readonly Last: number;
  readonly Avg: number;
  readonly Best: number;
  readonly Wrst: number;
}

export const readMtrReport = (text: string): readonly MtrHub[] => JSON.parse(text).report.hubs;
