/**
 * Several values for a key, in the order in which they were added. Nearly always it is one, which then stands in the map
 * itself: a list for each took more memory than all that it listed.
 */
export class MultiMap<K, V extends object> {
  readonly #map = new Map<K, V | V[]>();

  get(key: K): readonly V[] {
    const found = this.#map.get(key);
    if (found === undefined) return [];
    return Array.isArray(found) ? found : [found];
  }

  add(key: K, value: V): void {
    const found = this.#map.get(key);
    if (found === undefined) this.#map.set(key, value);
    else if (Array.isArray(found)) found.push(value);
    else this.#map.set(key, [found, value]);
  }

  remove(key: K, value: V): void {
    const found = this.#map.get(key);
    if (found === value) this.#map.delete(key);
    else if (Array.isArray(found) && drop(found, value) === 0) this.#map.delete(key);
  }
}

/** Takes a value out of a list, where it is in it; returns how many are left. */
export function drop<V>(list: V[], value: V): number {
  const at = list.indexOf(value);
  if (at >= 0) list.splice(at, 1);
  return list.length;
}
