import { describe, expect, it } from 'vitest';
import { type LiveNeeds, NoTransportError, openLive } from './open-live.js';
import { loopback, refused } from './ways.fixture.js';
import type { WayOptions } from './ways.js';

const best = loopback('linux', 'best');
const poor = loopback('linux', 'poor', { protocols: ['udp', 'tcp'], families: [4] });
const other = loopback('raw', 'other');
const missing = refused('raw', 'missing', Object.assign(new Error('not installed'), { remedy: 'npm install it' }));
const forbidden = refused('linux', 'forbidden', new Error('needs CAP_NET_RAW'));

/** Which of the ways was taken. */
async function taken(...[choice, needs, ways]: Required<Parameters<typeof openLive>>): Promise<string> {
  const opened: string[] = [];
  const watched = ways.map((way) => ({
    ...way,
    open: async (options: WayOptions) => {
      opened.push(way.title);
      return way.open(options);
    },
  }));
  await using _ = await openLive(choice, needs, watched);
  return opened.at(-1) ?? '';
}

describe('the live transport', () => {
  it('is the first that this process may use', async () => {
    expect(await taken('auto', { protocol: 'udp' }, [best, other])).toBe('best');
    expect(await taken('auto', { protocol: 'udp' }, [forbidden, poor, other])).toBe('poor');
  });

  it('is one that carries the protocol and the family', async () => {
    expect(await taken('auto', { protocol: 'icmp' }, [poor, other])).toBe('other');
    expect(await taken('auto', { protocol: 'udp', family: 6 }, [poor, other])).toBe('other');
    expect(await taken('auto', { protocol: 'tcp', family: 4 }, [poor, other])).toBe('poor');
  });

  it('is the one that was named', async () => {
    expect(await taken('raw', { protocol: 'udp' }, [best, other])).toBe('other');
    await expect(openLive('raw', { protocol: 'udp' }, [best])).rejects.toThrow(NoTransportError);
  });

  it('is told the interface', async () => {
    let told: WayOptions | null = null;
    const way = {
      ...best,
      open: (options: WayOptions) => {
        told = options;
        return best.open(options);
      },
    };
    await using _ = await openLive('auto', { protocol: 'udp', interface: 'eth1' }, [way]);
    expect(told).toEqual({ interface: 'eth1' });
  });

  it('is refused in one line that says what each way wants', async () => {
    const refusal = openLive('auto', { protocol: 'icmp' }, [forbidden, poor]);
    await expect(refusal).rejects.toThrow(
      'no probe can be sent: forbidden: needs CAP_NET_RAW; poor: no group here may ping; hoplite doctor says what to do',
    );
  });

  it('is refused with the command that mends it, where one way alone was asked for', async () => {
    const refusal = openLive('raw', { protocol: 'udp' }, [missing, best]);
    await expect(refusal).rejects.toThrow('no probe can be sent: missing: not installed; to mend it: npm install it');
  });

  it('closes what turned out not to carry it', async () => {
    let closed = false;
    const way = {
      ...poor,
      open: async (options: WayOptions) => {
        const transport = await poor.open(options);
        const close = async () => {
          closed = true;
        };
        return Object.assign(transport, { close });
      },
    };
    await expect(openLive('auto', { protocol: 'icmp' }, [way])).rejects.toThrow(NoTransportError);
    expect(closed).toBe(true);
  });

  it('is none of a name that there is not', async () => {
    const mistaken = 'tap' as 'raw';
    await expect(openLive(mistaken, { protocol: 'udp' }, [best])).rejects.toThrow(
      new RangeError('transport is "tap", must be one of auto, linux, raw'),
    );
  });

  it.each([
    [undefined, new TypeError("needs is undefined, must be an object such as { protocol: 'udp' }")],
    ['udp', new TypeError('needs is "udp", must be an object such as { protocol: \'udp\' }')],
    [{}, new RangeError('protocol is undefined, must be one of udp, icmp, tcp')],
    [{ protocol: 'sctp' }, new RangeError('protocol is "sctp", must be one of udp, icmp, tcp')],
  ])('is none for the needs %j, and says what they must be', async (needs, refusal) => {
    await expect(openLive('auto', needs as LiveNeeds, [best])).rejects.toThrow(refusal);
  });

  it('gives up at once on an interface that there is not', async () => {
    const way = refused('linux', 'best', new RangeError('interface is "eth9", must be one of this machine'));
    await expect(openLive('auto', { protocol: 'udp', interface: 'eth9' }, [way, other])).rejects.toThrow(RangeError);
  });
});
