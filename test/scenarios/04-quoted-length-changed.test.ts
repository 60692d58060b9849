import { expect, test } from 'vitest';
import { answersAt, EVERY_WAY, line, trace, WHOLE } from './network.js';

const quoting = (totalLength: 'swap' | 'less-header') =>
  line({ nodes: { r2: { errors: { quote: { totalLength } } } } });

test.each(EVERY_WAY)(
  'a quoted length in the wrong byte order hides nothing from $method over IPv$family',
  async (way) => {
    const traced = await trace(quoting('swap'), way);
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0, ambiguous: 0 });
  },
);

test('the result says which length was quoted', async () => {
  const swapped = await trace(quoting('swap'));
  expect(answersAt(swapped, 2)[0]?.changed).toEqual({ totalLength: { sent: 68, quoted: 0x4400 } });
  expect(answersAt(swapped, 3)[0]?.changed).toEqual({});
  const short = await trace(quoting('less-header'));
  expect(short.path).toEqual(WHOLE);
  expect(answersAt(short, 2)[0]?.changed).toEqual({ totalLength: { sent: 68, quoted: 48 } });
});
