import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { SourcePorts } from './ports.js';

const HERE = '127.0.0.1';

/** A socket is bound a few turns of the loop later, and a busy machine takes its time for those. */
const PATIENT = { timeout: 30_000 };

let ports = new SourcePorts();
afterEach(async () => {
  await ports.close();
  ports = new SourcePorts();
});

describe.each([
  ['udp', bindUdp],
  ['tcp', bindTcp],
] as const)('a source port of %s', (protocol, bind) => {
  const free = () => freePort(bind);

  test('is no other program’s while it is held, and anybody’s afterwards', async () => {
    const port = await free();
    ports.hold(protocol, HERE, port);
    ports.hold(protocol, HERE, port);
    await expect.poll(() => bind(port), PATIENT).toBe('EADDRINUSE');
    await ports.close();
    expect(await bind(port)).toBe('free');
  });

  test('is let go where others were used since, and those are too many', async () => {
    const few = new SourcePorts(2);
    const [first, second, third] = [await free(), await free(), await free()];
    for (const port of [first, second, first, third]) few.hold(protocol, HERE, port);
    await expect
      .poll(() => Promise.all([first, second, third].map(bind)), PATIENT)
      .toEqual(['EADDRINUSE', 'free', 'EADDRINUSE']);
    await few.close();
  });

  test('that is another program’s is shared with it', async () => {
    const port = await free();
    await holding(protocol, port, async () => {
      ports.hold(protocol, HERE, port);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await ports.close();
    });
    expect(await bind(port)).toBe('free');
  });
});

test('a TCP port that is held lets nobody in', async () => {
  const port = await freePort(bindTcp);
  ports.hold('tcp', HERE, port);
  await expect.poll(() => bindTcp(port), PATIENT).toBe('EADDRINUSE');
  const visitor = connect(port, HERE);
  const [error] = await once(visitor, 'error');
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});

/** Below those that the system gives to whoever asks for any: nobody else comes by them between two looks. */
let nextPort = 10_000 + (process.pid % 10_000);

async function freePort(bind: (port: number) => Promise<string>): Promise<number> {
  while ((await bind(nextPort)) !== 'free') nextPort++;
  return nextPort++;
}

/** `free`, or why the port cannot be had. */
function bindUdp(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.on('error', ({ code }: NodeJS.ErrnoException) => void socket.close(() => resolve(code ?? '')));
    socket.bind(port, HERE, () => void socket.close(() => resolve('free')));
  });
}

/** Connects from the port to itself, which only one can: any number may bind a TCP port that nobody listens on. */
function bindTcp(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: HERE, port, localAddress: HERE, localPort: port });
    socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'EADDRNOTAVAIL' ? 'EADDRINUSE' : (code ?? '')),
    );
    socket.on('connect', () => void socket.resetAndDestroy().on('close', () => resolve('free')));
  });
}

async function holding(protocol: 'udp' | 'tcp', port: number, use: () => Promise<void>): Promise<void> {
  if (protocol === 'udp') {
    const socket = createSocket('udp4').bind(port, HERE);
    await once(socket, 'listening');
    await use();
    await new Promise<void>((resolve) => void socket.close(() => resolve()));
  } else {
    const server = createServer().listen(port, HERE);
    await once(server, 'listening');
    await use();
    await new Promise((resolve) => server.close(resolve));
  }
}
