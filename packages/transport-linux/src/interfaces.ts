import { readFileSync } from 'node:fs';

/** The kernel's number of an interface; null where there is none of that name. */
export function interfaceIndex(name: string): number | null {
  if (!/^[^/\s]{1,15}$/.test(name) || name === '.' || name === '..') return null;
  try {
    return Number.parseInt(readFileSync(`/sys/class/net/${name}/ifindex`, 'utf8'), 10);
  } catch {
    return null;
  }
}
