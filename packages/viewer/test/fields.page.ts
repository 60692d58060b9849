import { join } from 'node:path';
import type { TraceResult } from '@hoplite/engine';
import type { PacketRecord } from 'hoplite/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeFarSample } from './large-capture.js';
import { byCommand, fileOf } from './read-by-command.js';
import { ViewerPage } from './viewer-page.js';

let viewer: ViewerPage;

beforeAll(async () => {
  viewer = await ViewerPage.open();
});

afterAll(async () => {
  await viewer[Symbol.asyncDispose]();
});

describe('behind each hop stands every field that `hoplite packets` and `hoplite read` have, and no other', () => {
  test.each([
    ['UDP over both families', 'samples/traceroute.pcapng'],
    ['TCP, as Linux captures of all interfaces', 'test/corpus/nat-tcp-any.pcap'],
    ['TCP over IPv6', 'test/corpus/traceroute6-tcp.pcapng'],
    ['ICMP that was cut, with what was wrong', 'test/corpus/snapped-icmp.pcapng'],
  ])('%s', async (_what, path) => {
    await compare(fileOf(path));
  });

  test('UDP far into a file, on both sides of a place from which the page reads again', async () => {
    const path = join(viewer.folder, 'far.pcap');
    await writeFarSample(path);
    await compare(path);
  });

  test('MPLS labels, which are extensions of ICMP', async () => {
    const path = join(viewer.folder, 'labels.pcapng');
    const sim = ['--transport', `sim:${fileOf('samples/internet.json')}`, '--seed', '1'];
    await byCommand(...sim, '--record', path, 'www.content.example');
    expect(await compare(path)).toContain('label: 24001');
  });
});

/** Compares the packets and conclusions behind every hop of a capture's first trace; returns all that was shown. */
async function compare(path: string): Promise<readonly string[]> {
  const [trace]: readonly TraceResult[] = JSON.parse(await byCommand('read', '--format', 'json', path));
  const records = (await byCommand('packets', '--format', 'ndjson', path)).trim().split('\n');
  await viewer.read(path);
  const all: string[] = [];
  for (const { ttl, probes } of trace?.hops ?? []) {
    const shown = await shownBehind(ttl);
    const expected = probes.flatMap((probe) => {
      const { probe: sent = 0, reply = null } = probe.frames ?? {};
      const packets = reply === null ? [sent] : [sent, reply];
      return [...packets.map((number) => ofPacket(JSON.parse(records[number - 1] ?? ''))), fieldsOf(probe).toSorted()];
    });
    expect(shown).toEqual(expected);
    all.push(...shown.flat());
  }
  expect(all).not.toEqual([]);
  return all;
}

/** Of each packet and conclusion its fields: `name: value`, sorted, without the hexadecimal forms of numbers. */
async function shownBehind(ttl: number): Promise<readonly (readonly string[])[]> {
  const { page } = viewer;
  await page.getByRole('button', { name: `Hop ${ttl}`, exact: true }).click();
  await viewer.shownBehind(ttl);
  const shown = await page.locator('details.packet').evaluateAll(async (packets) => {
    for (const packet of packets) packet.querySelector('summary')?.click();
    while (packets.some((packet) => packet.querySelector('dl') === null)) await new Promise(requestAnimationFrame);
    const innermost = (packet: Element) =>
      [...packet.querySelectorAll('dt')].filter(({ nextElementSibling: value }) => !value?.querySelector('dl'));
    return packets.map((packet) =>
      innermost(packet).map((name) => [name, name.nextElementSibling].map((each) => each?.textContent ?? '')),
    );
  });
  return shown.map((packet) => packet.map(([name = '', value = '']) => line(name, value)).toSorted());
}

/** Without the spaces and capitals that make a word of a name, and the hexadecimal form that follows a number. */
function line(name: string, value: string): string {
  return `${name.replaceAll(' ', '').toLowerCase()}: ${value.replace(/ \(0x[0-9a-f]+\)/g, '')}`;
}

/** What a packet has not got is no part of the page; the kind of a layer is its heading. */
function ofPacket({ v: _version, layers, quote, ...parts }: PacketRecord): readonly string[] {
  const inLayers = layers.flatMap(({ kind: _kind, ...layer }) => fieldsOf(layer));
  return [...inLayers, ...fieldsOf(present(parts)), ...fieldsOf(present(quote ?? {}))].toSorted();
}

function present(parts: object): object {
  const optional = ['ip', 'extensions', 'problem', 'checksums'];
  const isThere = ([name, part]: readonly [string, unknown]) => !optional.includes(name) || String(part ?? '') !== '';
  return Object.fromEntries(Object.entries(parts).filter(isThere));
}

/** Every member at any depth that has no members itself. */
function fieldsOf(value: object): readonly string[] {
  return Object.entries(value).flatMap(([name, member]: readonly [string, unknown]) => {
    const isList = Array.isArray(member) && member.every((each) => typeof each !== 'object');
    if (isList) return [line(name, member.map(written).join(', ') || 'none')];
    if (Array.isArray(member)) return member.flatMap(fieldsOf);
    return typeof member === 'object' && member !== null ? fieldsOf(member) : [line(name, written(member))];
  });
}

function written(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value ?? '') || 'none';
}
