import { button } from './element.js';

/** The first of many things, and behind them a button that puts as many more in its place; `view` makes one's view. */
export function someOf<T>(things: readonly T[], atOnce: number, view: (thing: T) => Node): readonly Node[] {
  const views = things.slice(0, atOnce).map(view);
  const left = things.slice(atOnce);
  if (left.length === 0) return views;
  const more: HTMLElement = button(
    `Show ${Math.min(left.length, atOnce)} more of ${left.length}`,
    () => more.replaceWith(...someOf(left, atOnce, view)),
    { class: 'plain' },
  );
  return [...views, more];
}
