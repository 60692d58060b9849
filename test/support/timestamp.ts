/** Unix nanoseconds of a timestamp in RFC 3339 with nine decimals, in UTC. */
export function instantOf(timestamp: string): bigint {
  const [seconds = '', decimals = ''] = timestamp.replace(/Z$/, '').split('.');
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(decimals);
}
