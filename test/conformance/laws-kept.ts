import type { Law } from '@hoplite/testing';

/** The names of the laws that hold. */
export async function lawsKept(laws: readonly Law[]): Promise<readonly string[]> {
  const kept: string[] = [];
  for (const { name, check } of laws) {
    await check().then(
      () => kept.push(name),
      () => {},
    );
  }
  return kept;
}
