import type { FormatFixture } from '@hoplite/testing';
import type { TraceResult } from 'hoplite';
import { markdown } from '../../examples/markdown-format.js';

const good: FormatFixture = { begin: () => markdown.begin({}) };

/** For each law of the kit a format that breaks it, and it alone, made from one that is good. */
export const FORMAT_FAULTS: Readonly<Record<string, FormatFixture>> = {
  'it takes every result that its type allows': broken((result, write) => {
    if (result.hops.some(({ probes }) => probes.length === 0)) throw new TypeError('a hop has probes');
    return write(result);
  }),
  'a document without a trace is one too': {
    begin() {
      const document = good.begin();
      let last: TraceResult | null = null;
      return {
        trace(result, id) {
          last = result;
          return document.trace(result, id);
        },
        end() {
          if (last === null) throw new TypeError('there is no last trace');
          return document.end();
        },
      };
    },
  },
  'of what others chose nothing reaches a terminal as an order': broken(
    (result, write) => `${write(result)}${result.target} by ${result.method}`,
  ),
  'of the same results comes the same text, whatever is written meanwhile': {
    begin() {
      const document = good.begin();
      return { trace: (result, id) => `${++written}\n${document.trace(result, id)}`, end: () => document.end() };
    },
  },
  'it leaves the results as they were': broken((result, write) => {
    (result.hops as unknown[]).reverse();
    return write(result);
  }),
  'its reader takes what it writes, whatever others chose': {
    ...good,
    read(text) {
      if (/reach/.test(text)) throw new SyntaxError('nothing is reached, and nothing unreachable');
    },
  },
};

/** Of all documents, where a format has no business to keep it. */
let written = 0;

function broken(trace: (result: TraceResult, write: (result: TraceResult) => string) => string): FormatFixture {
  return {
    begin() {
      const document = good.begin();
      return {
        trace: (result, id) => trace(result, (changed) => document.trace(changed, id)),
        end: () => document.end(),
      };
    },
  };
}
