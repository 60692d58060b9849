import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { loopback, refused } from '../live/ways.fixture.js';
import type { Way } from '../live/ways.js';
import { doctor } from './doctor.js';

async function examined(...ways: readonly Way[]): Promise<{ readonly status: number; readonly printed: string }> {
  let printed = '';
  const stdout = new Writable({
    write(chunk, _, done) {
      printed += chunk;
      done();
    },
  });
  return { status: await doctor({ stdout }, ways), printed };
}

describe('hoplite doctor', () => {
  it('says of each method and family whether it works', async () => {
    const { status, printed } = await examined(loopback('linux', 'raw sockets of Linux'));
    expect(printed).toBe(`raw sockets of Linux (--transport linux)
  udp          IPv4 works   IPv6 works
  udp-classic  IPv4 works   IPv6 works
  udp-dublin   IPv4 works   IPv6 works
  icmp         IPv4 works   IPv6 works
  tcp          IPv4 works   IPv6 works

hoplite uses raw sockets of Linux.
`);
    expect(status).toBe(0);
  });

  it('says what does not work and why, each reason once', async () => {
    const { status, printed } = await examined(loopback('raw', 'poor', { protocols: ['udp'], families: [4] }));
    expect(printed).toContain('  udp          IPv4 works   IPv6 no\n');
    expect(printed).toContain('  icmp         IPv4 no      IPv6 no\n');
    expect(printed).toContain('  icmp over IPv4, icmp over IPv6: no group here may ping\n    sudo sysctl -w icmp=1\n');
    expect(printed.match(/carries no IPv6/g)).toHaveLength(1);
    expect(status).toBe(0);
  });

  it('says what to do about a way that cannot be used, and goes on to the next', async () => {
    const error = Object.assign(new Error('may not open raw sockets'), { remedy: 'sudo setcap cap_net_raw+ep node' });
    const { status, printed } = await examined(refused('linux', 'first', error), loopback('raw', 'second'));
    expect(printed).toMatch(
      /^first \(--transport linux\)\n {2}no: may not open raw sockets\n {4}sudo setcap cap_net_raw\+ep node\n\nsecond/,
    );
    expect(printed).toMatch(/\nhoplite uses second.\n$/);
    expect(status).toBe(0);
  });

  it('exits with 3 where nothing works', async () => {
    const { status, printed } = await examined(refused('linux', 'first', new Error('not here')));
    expect(printed).toBe('first (--transport linux)\n  no: not here\n\nNo probe can be sent from here.\n');
    expect(status).toBe(3);
  });
});
