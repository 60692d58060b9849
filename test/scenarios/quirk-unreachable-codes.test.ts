import { describe, expect, test } from 'vitest';
import { answersAt, FAMILIES, line, METHODS, trace } from './network.js';

/** r3 refuses what is for the target, for that reason. */
const refusing = (family: 4 | 6, code: number, type?: number) => {
  const to = family === 4 ? '10.0.4.2/32' : '2001:db8::4:2/128';
  const reason = type === undefined ? { code } : { type, code };
  return line({ nodes: { r3: { filters: [{ action: 'reject', family, to, ...reason }] } } });
};

// As Linux traceroute marks them.
const MARKS = {
  4: [
    '!N',
    '!H',
    '!P',
    null,
    '!F-0',
    '!S',
    '!N',
    '!H',
    '!N',
    '!X',
    '!X',
    '!N',
    '!H',
    '!X',
    '!V',
    '!C',
    '!<16>',
    '!<255>',
  ],
  6: ['!N', '!X', '!H', '!H', null, '!<5>', '!<6>', '!<7>'],
} as const;
const codeOf = (mark: string | null, place: number) => Number(/^!<(\d+)>$/.exec(mark ?? '')?.[1] ?? place);
const CODES = FAMILIES.flatMap((family) =>
  MARKS[family].map((mark, place) => ({ family, mark, code: codeOf(mark, place) })),
);
/** Port and protocol unreachable, whoever says so, are an answer to UDP: IPv4 codes 2 and 3, IPv6 code 4. */
const isAnswer = (family: 4 | 6, code: number) => (family === 4 ? code === 2 || code === 3 : code === 4);

describe.each(METHODS)('%s', (method) => {
  test.each(CODES)('ends at whoever says over IPv$family: unreachable, code $code', async ({ family, code, mark }) => {
    const traced = await trace(refusing(family, code), { method, family });
    const reached = method.startsWith('udp') && isAnswer(family, code);
    expect(traced).toMatchObject({
      outcome: reached ? 'reached' : 'unreachable',
      annotation: mark,
      answeredBy: family === 4 ? '10.0.3.2' : '2001:db8::3:2',
      error: null,
      path: ['r1', 'r2', 'r3', mark === null ? 'r3' : `r3 ${mark}`],
    });
    // Its hop's queries are all asked, and each answer keeps its mark.
    expect(answersAt(traced, 4).map(({ annotation }) => annotation)).toEqual([mark, mark, mark]);
  });
});

test('a Parameter Problem ends a trace too, marked by type and code', async () => {
  expect(await trace(refusing(4, 0, 12))).toMatchObject({ outcome: 'unreachable', annotation: '!<12-0>' });
  expect(await trace(refusing(6, 0, 4), { family: 6 })).toMatchObject({ outcome: 'unreachable', annotation: '!<4-0>' });
});

test('a network that nobody knows a way to is unreachable at the router that knows none', async () => {
  const routes = [
    { to: '10.0.4.0/24', unreachable: 0 },
    { to: '2001:db8::4:0/112', unreachable: 0 },
  ];
  for (const family of FAMILIES) {
    const traced = await trace(line({ nodes: { r2: { routes } } }), { family });
    expect(traced).toMatchObject({ outcome: 'unreachable', annotation: '!N', path: ['r1', 'r2', 'r2 !N'] });
  }
});
