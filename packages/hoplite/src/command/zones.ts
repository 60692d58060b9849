import { UsageError } from '../usage-error.js';

/** Targets without their zones, and the interface that probes to them leave by. */
export interface Zoned {
  readonly names: readonly string[];
  readonly device: string | undefined;
}

/**
 * `fe80::1%eth0` is `fe80::1` by the interface eth0 (RFC 4007 section 11). Throws `UsageError` where the targets, or -i,
 * name several interfaces.
 */
export function readZones(given: readonly string[], device: string | undefined): Zoned {
  const parts = given.map((name) => LINK_LOCAL.exec(name) ?? [name, name]);
  const named = new Set([device, ...parts.map(([, , zone]) => zone)].filter((each) => each !== undefined));
  if (named.size > 1) throw new UsageError(`one interface at a time, not ${[...named].join(' and ')}`);
  return { names: parts.map(([, address = '']) => address), device: [...named][0] };
}

/** Throws `UsageError` for a target that is an address of one link alone, where nothing says of which. */
export function refuseNowhere(names: readonly string[], device: string | undefined): void {
  const nowhere = device === undefined ? names.find((name) => LINK_LOCAL.test(name)) : undefined;
  if (nowhere === undefined) return;
  throw new UsageError(
    `${nowhere} is an address of one link alone: name its interface, as in -i eth0 or ${nowhere}%eth0`,
  );
}

/** RFC 4291 section 2.5.6: fe80::/10. */
const LINK_LOCAL = /^(fe[89ab][\da-f]:[\da-f:]*)(?:%(.+))?$/i;
