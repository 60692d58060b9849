import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Output } from './output.js';

/** A reader that takes a piece when it is told to, or fails as it is told to. */
function reader(error?: NodeJS.ErrnoException) {
  const pieces: string[] = [];
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 1,
    write(chunk, _, done) {
      if (error) return done(error);
      pieces.push(chunk.toString());
      waiting.push(done);
    },
  });
  return { stream, pieces, take: () => waiting.shift()?.() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Output', () => {
  it('gathers what is written in one go, and lets it out when the program waits', async () => {
    const { stream, pieces } = reader();
    const output = new Output(stream);
    for (const text of ['a', 'b', 'c']) void output.write(text);
    expect(pieces).toEqual([]);
    await turn();
    expect(pieces).toEqual(['abc']);
  });

  it('makes a fast writer wait for a slow reader', async () => {
    const { stream, pieces, take } = reader();
    const output = new Output(stream);
    const slower = output.write('x'.repeat(1 << 16));
    let waited = false;
    const resumed = slower?.then(() => (waited = true));
    await turn();
    expect({ pieces: pieces.length, waited }).toEqual({ pieces: 1, waited: false });
    take();
    await resumed;
    expect(waited).toBe(true);
  });

  it('ends quietly when the pipe is closed, and says so to whoever writes', async () => {
    const { stream } = reader(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    const output = new Output(stream);
    void output.write('a');
    await output.end();
    expect(output.ended.aborted).toBe(true);
    expect(output.write('b'.repeat(1 << 16))).toBe(undefined);
  });

  it('ends with the error when the disk is full', async () => {
    const { stream } = reader(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
    const output = new Output(stream);
    void output.write('a');
    await expect(output.end()).rejects.toThrow('no space left');
  });

  it('ends with the error of a file that is being closed because of it', async () => {
    let close = () => {};
    const closed = new Promise<void>((resolve) => (close = resolve));
    const stream = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('no space left'), { code: 'ENOSPC' })),
      destroy: (error, done) => void closed.then(() => done(error)),
    });
    const output = new Output(stream);
    void output.write('a'.repeat(1 << 16));
    while (!stream.destroyed) await turn();
    const ended = expect(output.end()).rejects.toThrow('no space left');
    await turn();
    close();
    await ended;
  });

  it('lets go of a writer that waits when the reader leaves', async () => {
    const { stream } = reader();
    const output = new Output(stream);
    const slower = output.write('x'.repeat(1 << 16));
    stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await slower;
    expect(output.ended.aborted).toBe(true);
  });
});
