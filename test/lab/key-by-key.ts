/** Where two documents differ in a key, all elements of an array being one: `hops[].rtt`. */
export interface KeyDifference {
  readonly key: string;
  readonly difference: 'ours alone' | 'theirs alone' | 'another type' | 'another value';
}

/** Holds our document against theirs, key by key. Of what is `measured` the values may differ, not the types. */
export function keyByKey(ours: unknown, theirs: unknown, measured: RegExp, key = ''): readonly KeyDifference[] {
  if (Array.isArray(ours) && Array.isArray(theirs)) return eachElement(ours, theirs, measured, `${key}[]`);
  if (isObject(ours) && isObject(theirs)) return eachMember(ours, theirs, measured, key);
  if (kindOf(ours) !== kindOf(theirs)) return [{ key, difference: 'another type' }];
  if (ours === theirs || measured.test(key)) return [];
  return [{ key, difference: 'another value' }];
}

function eachElement(ours: readonly unknown[], theirs: readonly unknown[], measured: RegExp, key: string) {
  if (ours.length !== theirs.length) return [{ key, difference: 'another value' } as const];
  return ours.flatMap((element, index) => keyByKey(element, theirs[index], measured, key));
}

function eachMember(ours: Members, theirs: Members, measured: RegExp, key: string): readonly KeyDifference[] {
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].flatMap((name): readonly KeyDifference[] => {
    const member = key === '' ? name : `${key}.${name}`;
    if (!(name in theirs)) return [{ key: member, difference: 'ours alone' }];
    if (!(name in ours)) return [{ key: member, difference: 'theirs alone' }];
    return keyByKey(ours[name], theirs[name], measured, member);
  });
}

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
