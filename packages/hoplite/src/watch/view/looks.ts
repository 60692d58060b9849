import type { Style } from './style.js';

/** What the terminal can show. */
export interface Looks {
  readonly style: Style;
  /** Whether it has more than ASCII. */
  readonly unicode: boolean;
}

export const ellipsisOf = ({ unicode }: Looks): string => (unicode ? '…' : '~');
export const arrowOf = ({ unicode }: Looks): string => (unicode ? '→' : '->');
