import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortened, xml } from './markup.js';

describe('markup', () => {
  it('keeps what is interpolated text, and what is markup already', () => {
    const inner = xml`<b>${'<i>&"\''}</b>`;
    expect(xml`<a title="${'">'}">${[inner, 1, null]}</a>`.markup).toBe(
      '<a title="&quot;&gt;"><b>&lt;i&gt;&amp;&quot;&#39;</b>1</a>',
    );
  });

  it('shows what would act on a terminal or reorder text, and what XML has no character for', () => {
    expect(xml`${'a\u0000\u001b\u202e\ufffe\ud800é🙂'}`.markup).toBe('a\\x00\\x1b\\u202e\\ufffe\\ud800é🙂');
  });
});

describe('shortened text', () => {
  it('keeps its beginning and its end', () => {
    expect(shortened('abcdefghij', 7)).toBe('abc…hij');
    expect(shortened('abcdefg', 7)).toBe('abcdefg');
  });

  it('is never longer than it may be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 3, max: 20 }), (text, length) => {
        expect([...shortened(text, length)].length).toBeLessThanOrEqual(length);
      }),
    );
  });
});
