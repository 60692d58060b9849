import { setImmediate } from 'node:timers/promises';
import { type TransportFixture, transportLaws } from '@hoplite/testing';
import { createSimTransport, type TopologyInit } from '@hoplite/transport-sim';
import { describe, test } from 'vitest';
import { record } from './record.js';
import { memoryFile } from './recording.fixture.js';
import { replay } from './replay.js';

const NETWORK: TopologyInit = {
  from: 'pc',
  nodes: { pc: {}, router: { kind: 'router' }, target: {} },
  links: [
    {
      ends: [
        { node: 'pc', addresses: ['10.0.1.1'] },
        { node: 'router', addresses: ['10.0.1.2'] },
      ],
      latency: 1,
      jitter: 2,
    },
    {
      ends: [
        { node: 'router', addresses: ['10.0.2.1'] },
        { node: 'target', addresses: ['10.0.2.2'] },
      ],
      latency: 1,
      jitter: 3,
    },
  ],
};

const SHARED: Omit<TransportFixture, 'create'> = {
  destination: '10.0.2.2',
  unroutable: '192.0.2.9',
  patience: 50,
  settle: async () => {
    for (let task = 0; task < 50; task++) await setImmediate();
  },
};

describe('a replay, asked what the recorded transport was asked, keeps the law as that did:', () => {
  let file = memoryFile();
  const recorded = transportLaws({
    ...SHARED,
    create: () => {
      file = memoryFile();
      return record(createSimTransport(NETWORK), file);
    },
  });
  const replayed = transportLaws({ ...SHARED, create: () => replay(file.bytes()) });
  test.each(recorded.map(({ name, check }, index) => ({ name, check, again: replayed[index] })))(
    '$name',
    async ({ check, again }) => {
      await check();
      await again?.check();
    },
  );
});
