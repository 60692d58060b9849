import { createRawTransport } from '@hoplite/transport-raw';

/**
 * A live transport of ours by its name.
 * @param {string} name
 */
export function openTransport(name) {
  const open = OPEN[name];
  if (open === undefined) throw new RangeError(`there is no transport ${name}`);
  return open();
}

/** @type {Readonly<Record<string, () => Promise<import('@hoplite/engine').Transport>>>} */
const OPEN = {
  raw: () => createRawTransport(),
};
