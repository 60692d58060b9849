import { describe, expect, test } from 'vitest';
import { answersTo, echo, line, lineNetwork, saidTo, TARGET, tcp, udp } from './line.fixture.js';
import type { FilterInit } from './topology/node.js';
import { parseTopology } from './topology/parse.js';

const behind = (...filters: readonly FilterInit[]) => lineNetwork({ nodes: { r2: { filters } } });
const r2 = '10.0.2.2';

describe('a filter', () => {
  test('loses what fits it and lets the rest pass', () => {
    const network = behind({ action: 'drop', protocol: 'udp', ports: [33000, 34000] });
    expect(saidTo(network, udp(9))).toEqual([]);
    expect(saidTo(network, udp(9, { destinationPort: 53 }))).toEqual([`${TARGET} 3/3`]);
    expect(saidTo(network, echo(9))).toEqual([`${TARGET} echo-reply`]);
    expect(saidTo(network, udp(2))).toEqual([`${r2} time-exceeded`]);
  });

  test.each([
    [{ protocol: 'icmp' }, [echo(9), echo(9, 6)], [udp(9), tcp(9)]],
    [{ protocol: 6 }, [tcp(9)], [udp(9)]],
    [{ family: 6 }, [udp(9, { family: 6 })], [udp(9)]],
    [{ to: '10.0.4.0/24' }, [udp(9)], [udp(9, { destination: '10.0.3.2' })]],
    [{ from: '10.0.1.1' }, [udp(9)], [udp(9, { source: '10.0.1.9' })]],
    [{ sourcePorts: 40000 }, [udp(9), tcp(9)], [udp(9, { sourcePort: 1 })]],
  ] as const)('%o fits by what the packet has', (fields, fitting, others) => {
    const judged = (probe: Uint8Array) =>
      behind({ action: 'reject', ...fields }).pathOf('pc', probe, { maxTtl: 3 })[2]?.answers[0]?.address;
    for (const probe of fitting) expect(judged(probe)).toMatch(/^(10.0.2.2|2001:db8::2:2)$/);
    for (const probe of others) expect(judged(probe)).not.toBe(r2);
  });

  test('comes after the filters before it', () => {
    const network = behind({ action: 'accept', ports: 80 }, { action: 'drop', protocol: 'tcp', to: TARGET });
    expect(saidTo(network, tcp(9))).toEqual([`${TARGET} tcp 10100`]);
    expect(saidTo(network, tcp(9, { destinationPort: 81 }))).toEqual([]);
  });

  test('answers with any code of Destination Unreachable', () => {
    for (let code = 0; code < 16; code++) {
      expect(saidTo(behind({ action: 'reject', code }), udp(9))).toEqual([`${r2} 3/${code}`]);
    }
    expect(saidTo(behind({ action: 'reject' }), udp(9))).toEqual([`${r2} 3/13`]);
    expect(saidTo(behind({ action: 'reject' }), udp(9, { family: 6 }))).toEqual(['2001:db8::2:2 1/1']);
  });

  test('answers with other errors, in the shape that each has', () => {
    const reject = (type: number, code: number) =>
      answersTo(behind({ family: 4, action: 'reject', type, code }), udp(9));
    expect(reject(11, 1)).toMatchObject([{ what: 'time-exceeded', datagram: { payload: { type: 11, code: 1 } } }]);
    expect(reject(12, 0)).toMatchObject([{ what: '12/0', datagram: { payload: { name: 'parameter-problem' } } }]);
    expect(reject(4, 0)).toMatchObject([{ what: '4/0', datagram: { payload: { name: 'source-quench' } } }]);
  });

  test('may send the error and let the packet pass', () => {
    const network = behind({ family: 4, action: 'notify', type: 5, code: 1 });
    const [redirect, answer] = answersTo(network, udp(9));
    expect(redirect).toMatchObject({ from: r2, what: '5/1', datagram: { payload: { gateway: '10.0.3.2' } } });
    expect(answer).toMatchObject({ from: TARGET, what: '3/3' });
  });

  test('guards the node itself', () => {
    const network = lineNetwork({ nodes: { target: { filters: [{ action: 'drop', protocol: 'icmp' }] } } });
    expect(saidTo(network, echo(9))).toEqual([]);
    expect(saidTo(network, udp(9))).toHaveLength(1);
  });

  test('applies as often as it should', () => {
    const network = behind({ action: 'drop', chance: 0.5 });
    const passed = Array.from({ length: 400 }, () => saidTo(network, udp(9)).length).filter((one) => one > 0).length;
    // Twice: the answer has to pass as well.
    expect(passed).toBeGreaterThan(60);
    expect(passed).toBeLessThan(140);
  });

  test('with a type must say of which family', () => {
    const filters = [{ action: 'reject', type: 11 }] as const;
    expect(() => parseTopology(line({ nodes: { r2: { filters } } }))).toThrow(/^nodes.r2.filters\[0\].type/);
  });
});
