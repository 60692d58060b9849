import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { line, readAnswer, udp } from './line.fixture.js';
import { createSimTransport } from './transport.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Lets real time pass, and all that it sets in motion. */
async function pass(milliseconds: number): Promise<void> {
  vi.advanceTimersByTime(milliseconds);
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function opened(pace: 'real' | 'virtual') {
  const transport = createSimTransport(line({}), { pace });
  const heard: string[] = [];
  await transport.open({
    sent: (id) => heard.push(`sent ${id}`),
    received: (datagram, at) => heard.push(`${readAnswer({ datagram, at }).from} at ${at / 1e6}`),
    failed: () => {},
    noticed: () => {},
    broken: () => {},
  });
  return { transport, heard };
}

test('at a real pace time passes as real time does, and what happens has its own instant', async () => {
  const { transport, heard } = await opened('real');
  transport.send([{ id: 1, datagram: udp(2) }]);
  transport.clock.wake(30e6, () => heard.push(`woken at ${transport.clock.now() / 1e6}`));
  await pass(0);
  expect(heard).toEqual([]);
  await pass(20);
  expect(heard).toEqual(['sent 1', '10.0.2.2 at 4']);
  await pass(20);
  expect(heard).toEqual(['sent 1', '10.0.2.2 at 4', 'woken at 30']);
  expect(transport.clock.now()).toBe(40e6);
  await transport.close();
});

test('at a virtual pace time waits for nobody', async () => {
  const { transport, heard } = await opened('virtual');
  transport.send([{ id: 1, datagram: udp(2) }]);
  await pass(0);
  expect(heard).toEqual(['sent 1', '10.0.2.2 at 4']);
  await transport.close();
});

test('a closed transport keeps no timer', async () => {
  const { transport } = await opened('real');
  expect(vi.getTimerCount()).toBe(1);
  await transport.close();
  expect(vi.getTimerCount()).toBe(0);
});
