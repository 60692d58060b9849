import { readFile } from 'node:fs/promises';
import { type Address, addressFamily } from '@hoplite/codec';
import { fileFault } from '../command/file-fault.js';
import { InputError } from '../input-error.js';
import { firstRecords, type Tree } from './first-records.js';
import { originIn } from './origin-in.js';

/** A file in the format of MaxMind DB, version 2 (maxmind.github.io/MaxMind-DB). */
export interface Mmdb {
  /** The record of the network that holds the address, null where there is none. Throws `InputError` where it is damaged. */
  get(address: Address): unknown;
}

/** Reads the file. Throws `InputError` where it cannot be read, is no such file, is cut or damaged, or knows no origins. */
export async function openMmdb(file: string): Promise<Mmdb> {
  const bytes = await content(file);
  refuseOtherFormats(file, bytes);
  const reader = await open(file, bytes);
  const { ipVersion, databaseType } = reader.metadata;
  const database: Mmdb = {
    get(address) {
      // Half of an IPv6 address would be looked up as IPv4.
      if (ipVersion === 4 && addressFamily(address) === 6) return null;
      return unlessDamaged(file, () => reader.get(address));
    },
  };
  const samples = unlessDamaged(file, () => firstRecords(reader));
  if (samples.length > 0 && samples.every((sample) => originIn(sample) === null)) {
    throw new InputError(
      `${file}: holds neither AS numbers nor countries: its type is ${JSON.stringify(databaseType)}`,
    );
  }
  return database;
}

async function content(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new InputError(`${file}: ${fileFault(error)}`);
  }
}

function refuseOtherFormats(file: string, bytes: Buffer): void {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new InputError(`${file}: is compressed: unpack it with gunzip or tar`);
  if (metadataAt(bytes) < 0) {
    throw new InputError(
      `${file}: is no file in the format of MaxMind DB, or is cut: its end, the metadata, is missing`,
    );
  }
}

/** The reader of npm mmdb-lib trusts what the file says of itself: that is seen to first. */
async function open(file: string, bytes: Buffer): Promise<Tree> {
  const { Reader } = await import('mmdb-lib');
  const reader = unlessDamaged(file, () => new Reader(bytes) as Tree);
  const { binaryFormatMajorVersion: version, searchTreeSize, ipVersion } = reader.metadata;
  if (version !== 2) throw new InputError(`${file}: is of version ${version} of the format: only 2 can be read`);
  const separator = bytes.subarray(searchTreeSize, searchTreeSize + SEPARATOR);
  const isWhole = searchTreeSize + SEPARATOR <= metadataAt(bytes) && separator.every((byte) => byte === 0);
  if (!isWhole || (ipVersion !== 4 && ipVersion !== 6)) throw damaged(file);
  return reader;
}

function unlessDamaged<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw damaged(file);
  }
}

function damaged(file: string): InputError {
  return new InputError(`${file}: is damaged: get it anew`);
}

/** Where the metadata begin, in the last 128 KiB; -1 where they are not. */
function metadataAt(bytes: Buffer): number {
  const found = bytes.lastIndexOf(METADATA);
  return found < bytes.length - MOST_METADATA ? -1 : found;
}

const METADATA = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
const MOST_METADATA = 128 * 1024;

/** Zeros between the search tree and the data. */
const SEPARATOR = 16;
