/**
 * One stop of the Tab key for a list of things, and arrows, Home and End between them (the roving tabindex of the ARIA
 * Authoring Practices). `moved` is told the one that the keys moved to, which has the focus then.
 */
export function rove(list: HTMLElement, selector: string, moved: (item: HTMLElement) => void): void {
  list.addEventListener('keydown', (event) => {
    const items = [...list.querySelectorAll<HTMLElement>(selector)].filter(({ hidden }) => !hidden);
    const at = items.findIndex((item) => item.matches(':focus'));
    const to = items[indexAfter(event.key, at, items.length)];
    if (at < 0 || to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    settle(list, selector, to);
    to.focus();
    moved(to);
  });
}

/** Makes one of the items the one that Tab comes to. */
export function settle(list: HTMLElement, selector: string, item: HTMLElement): void {
  for (const other of list.querySelectorAll<HTMLElement>(`${selector}[tabindex="0"]`)) other.tabIndex = -1;
  item.tabIndex = 0;
}

function indexAfter(key: string, at: number, length: number): number {
  if (key === 'ArrowDown') return Math.min(at + 1, length - 1);
  if (key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? length - 1 : Number.NaN;
}
