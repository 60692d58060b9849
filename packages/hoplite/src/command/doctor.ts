import { ExitStatus } from '../exit-status.js';
import type { Io } from '../io.js';
import { type CheckUp, checkUp, type Trial } from '../live/check-up.js';
import { type Ailment, WAYS, type Way } from '../live/ways.js';
import { printable } from '../terminal.js';

/** `hoplite doctor`: which transport, method and family works in this process, and what keeps the others from it. */
export async function doctor({ stdout }: Pick<Io, 'stdout'>, ways: readonly Way[] = WAYS): Promise<ExitStatus> {
  const found = await checkUp(ways);
  stdout.write(found.map(section).join('\n'));
  const best = found.find(({ trials }) => trials.some(({ ailment }) => ailment === null));
  stdout.write(`\n${best === undefined ? 'No probe can be sent from here.' : `hoplite uses ${best.way.title}.`}\n`);
  return best === undefined ? ExitStatus.notPermitted : ExitStatus.ok;
}

function section({ way, refusal, trials }: CheckUp): string {
  const title = `${way.title} (--transport ${way.transport})\n`;
  return title + (refusal === null ? table(trials) + notes(trials) : note('no', refusal));
}

/** A line a method, a column a family. */
function table(trials: readonly Trial[]): string {
  const methods = [...new Set(trials.map(({ method }) => method))];
  return methods.map((method) => `  ${method.padEnd(13)}${verdicts(trials, method)}\n`).join('');
}

function verdicts(trials: readonly Trial[], wanted: string): string {
  return trials
    .filter(({ method }) => method === wanted)
    .map(({ family, ailment }) => `IPv${family} ${ailment === null ? 'works' : 'no'}`.padEnd(13))
    .join('')
    .trimEnd();
}

/** Why what does not work does not, each reason once. */
function notes(trials: readonly Trial[]): string {
  const byReason = new Map<string, { ailment: Ailment; of: string[] }>();
  for (const { method, family, ailment } of trials) {
    if (ailment === null) continue;
    const known = byReason.get(ailment.reason) ?? { ailment, of: [] };
    known.of.push(`${method} over IPv${family}`);
    byReason.set(ailment.reason, known);
  }
  return [...byReason.values()].map(({ ailment, of }) => note(of.join(', '), ailment)).join('');
}

function note(what: string, { reason, remedy }: Ailment): string {
  return `  ${what}: ${printable(reason)}\n${remedy === null ? '' : `    ${printable(remedy)}\n`}`;
}
