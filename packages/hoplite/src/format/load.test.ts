import { expect, it } from 'vitest';
import { traceFormats } from './index.js';
import { loadFormat, traceFormatNames } from './load.js';

it('loads each format by its name, as the library has it', async () => {
  expect(traceFormatNames).toEqual(Object.keys(traceFormats));
  for (const name of traceFormatNames) expect(await loadFormat(name)).toBe(traceFormats[name]);
});
