import type { Address } from '@hoplite/codec';
import { readHopLines } from '../support/tools/hop-lines.js';
import { readScamper } from '../support/tools/json.js';
import { readMtrRaw } from '../support/tools/mtr.js';
import type { ToolOutput } from '../support/tools/statement.js';
import { type Protocol, protocolOf, type Question } from './question.js';

/** Another's program that traces, one way of running it. */
export interface Oracle {
  /** `traceroute -I`. */
  readonly name: string;
  readonly protocol: Protocol;
  /** It also asks at TTLs past the end. */
  readonly goesOn: boolean;
  /** It takes answers to others for its own: nobody else may ask at the same time. */
  readonly alone: boolean;
  command(question: Question, source: Address, target: Address): readonly string[];
  /** Whether it does nothing but wait any more, and may be ended. Default: it ends by itself. */
  hasSaidAll?(text: string, question: Question, target: Address): boolean;
  read(text: string): ToolOutput;
}

/** Who can be asked a question, by any of its methods. */
export function oraclesOf({ methods, judges = /./ }: Question): readonly Oracle[] {
  const protocols = new Set(methods.map(protocolOf));
  return ORACLES.filter(({ name, protocol }) => judges.test(name) && protocols.has(protocol));
}

export const ORACLES: readonly Oracle[] = [
  traceroute('udp', '-U -p 33434'),
  traceroute('udp', ''),
  traceroute('icmp', '-I'),
  traceroute('tcp', '-T'),
  mtr('udp', '-u'),
  mtr('icmp', ''),
  mtr('tcp', '-T -P 80'),
  scamper('udp', '-P udp-paris'),
  scamper('udp', '-P udp'),
  scamper('icmp', '-P icmp-paris'),
  scamper('tcp', '-P tcp -d 80'),
];

/** Of the answers that came while it had no turn it reads one at a time, and gives up between them whoever waited too long. */
function traceroute(protocol: Protocol, options: string): Oracle {
  return {
    name: `traceroute ${options}`.trim(),
    protocol,
    goesOn: false,
    alone: false,
    command: ({ maxTtl, queries, parallel, interval = 0, dontFragmentAt }, source, target) => [
      ...words(
        `traceroute -n -w 3,0,0 -m ${maxTtl} -q ${queries} -N ${parallel} -z ${interval} -s ${source} ${options}`,
      ),
      ...(dontFragmentAt === undefined ? [target] : ['-F', target, String(dontFragmentAt)]),
    ],
    read: readHopLines,
  };
}

/**
 * It knows its probes by a number that is a port, whoever's and by whatever protocol: that of any other tool may be the same.
 *
 * It counts rounds, not queries. Who sends and hears is a process of its own (mtr-packet): when its turn comes later than the
 * grace (-G) lasts, its answers are lost, and what it was yet to send was never sent.
 */
function mtr(protocol: Protocol, options: string): Oracle {
  return {
    name: `mtr ${options}`.trim(),
    protocol,
    goesOn: true,
    alone: true,
    command: ({ maxTtl, queries, interval = 100 }, source, target) =>
      words(`mtr --raw -n -c ${queries} -i ${interval / 1000} -G 2 -m ${maxTtl} -a ${source} ${options} ${target}`),
    // It would wait for as long as its grace lasts also when nothing is wanting.
    hasSaidAll: (text, { maxTtl, queries }, target) => {
      const { statements } = readMtrRaw(text);
      const last = Math.min(maxTtl, ...statements.filter(({ address }) => address === target).map(({ ttl }) => ttl));
      const asked = statements.filter(({ ttl }) => ttl <= last).length;
      return asked === last * queries && statements.every(({ address }) => address !== null);
    },
    read: readMtrRaw,
  };
}

/** Below all that others leave from. */
let sourcePort = 20_000;

/**
 * By TCP it listens on the interface and knows an answer by its ports, to whichever of the host's addresses it came: so each
 * time it has a port that nobody else has.
 */
function scamper(protocol: Protocol, options: string): Oracle {
  const ownPort = () => (protocol === 'tcp' ? `-s ${sourcePort++}` : '');
  return {
    name: `scamper ${options}`,
    protocol,
    goesOn: false,
    alone: false,
    command: ({ maxTtl, queries, interval = 0 }, source, target) => [
      ...words('scamper -p 1000 -O json -o - -I'),
      // All queries are sent (-Q), only the target or a refusal ends it (-g, -l).
      `trace -Q -g 99 -l 0 -w 1 -W ${interval / 10} -q ${Math.min(queries, 5)} -m ${maxTtl} -S ${source} ${ownPort()} ${options} ${target}`,
    ],
    read: readScamper,
  };
}

const words = (command: string): readonly string[] => command.split(' ').filter((word) => word !== '');
