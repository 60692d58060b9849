import { type Address, formatAddress } from '@hoplite/codec';

/** What is used of a reader of npm mmdb-lib. */
export interface Tree {
  readonly metadata: {
    readonly binaryFormatMajorVersion: number;
    readonly databaseType: string;
    readonly ipVersion: number;
    /** Bytes. */
    readonly searchTreeSize: number;
  };
  get(address: Address): unknown;
  /** The record of the network that holds the address, or null, and the length of that network's prefix. */
  getWithPrefixLength(address: Address): readonly [record: unknown, length: number];
}

const MOST_RECORDS = 16;
const MOST_NETWORKS = 4096;

/** Some records of a file, from the lowest addresses on, to see what it is about. Throws where it is damaged. */
export function firstRecords(tree: Tree): readonly unknown[] {
  const lengths = tree.metadata.ipVersion === 4 ? [4] : [4, 16];
  return lengths.flatMap((length) => recordsOf(tree, length));
}

/** Those of addresses of so many bytes: network after network, those without a record too. */
function recordsOf(tree: Tree, length: number): unknown[] {
  const bits = length * 8;
  const records: unknown[] = [];
  let next = 0n;
  for (let count = 0; count < MOST_NETWORKS && records.length < MOST_RECORDS && next < 1n << BigInt(bits); count++) {
    const [record, prefix] = tree.getWithPrefixLength(addressOf(next, length));
    if (record !== null) records.push(record);
    next += 1n << BigInt(bits - prefix);
  }
  return records;
}

function addressOf(value: bigint, length: number): Address {
  const bytes = Array.from({ length }, (_, index) => Number((value >> BigInt((length - 1 - index) * 8)) & 255n));
  return formatAddress(Uint8Array.from(bytes));
}
