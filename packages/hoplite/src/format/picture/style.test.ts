import { describe, expect, it } from 'vitest';
import { colours } from './style.js';

const [light = '', dark = ''] = colours.split('@media');

describe.each([
  ['on white', light],
  ['on black', dark],
])('the colours %s', (_, text) => {
  const value = new Map(
    [...text.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
  const against = (a: string, b: string) => contrast(value.get(a) ?? '', value.get(b) ?? '');

  it.each(['ink', 'muted', 'good', 'bad'])('let text in %s be read, on paper and on what is raised from it', (name) => {
    expect(against(name, 'paper')).toBeGreaterThanOrEqual(4.5);
    expect(against(name, 'raised')).toBeGreaterThanOrEqual(4.5);
  });

  it('let every sign be seen', () => {
    for (const name of ['sign', 'rtt-0', 'rtt-1', 'rtt-2', 'rtt-3', 'rtt-4']) {
      expect(against(name, 'paper'), name).toBeGreaterThanOrEqual(3);
    }
  });

  it('tell round-trip times apart by lightness alone, the slower the farther from the paper', () => {
    for (const [nearer, farther] of [0, 1, 2, 3].map((index) => [`rtt-${index}`, `rtt-${index + 1}`] as const)) {
      expect(against(farther, 'paper') / against(nearer, 'paper'), farther).toBeGreaterThan(1.25);
    }
  });
});

/** WCAG 2.2, contrast ratio. */
function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
