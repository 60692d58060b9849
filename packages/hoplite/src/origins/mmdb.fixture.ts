import { parseAddress } from '@hoplite/codec';

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

export interface MmdbInit {
  /** `{ '192.0.2.0/24': { autonomous_system_number: 64500 } }` */
  readonly networks: Readonly<Record<string, Value>>;
  readonly databaseType?: string;
  readonly ipVersion?: 4 | 6;
  readonly recordSize?: 24 | 28 | 32;
  readonly majorVersion?: number;
}

type Node = [Leaf | Node | null, Leaf | Node | null];
interface Leaf {
  readonly offset: number;
}

/** The bytes of a file in the format of MaxMind DB 2.0 (maxmind.github.io/MaxMind-DB). IPv4 stands at ::/96 of an IPv6 tree. */
export function mmdb(init: MmdbInit): Buffer {
  const { networks, databaseType = 'Test', ipVersion = 6, recordSize = 24, majorVersion = 2 } = init;
  const root: Node = [null, null];
  const records: Buffer[] = [];
  let offset = 0;
  for (const [prefix, value] of Object.entries(networks)) {
    insert(root, bitsOf(prefix, ipVersion), { offset });
    const record = encode(value);
    records.push(record);
    offset += record.length;
  }
  const nodes = numbered(root);
  const metadata = encode({
    binary_format_major_version: majorVersion,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: databaseType,
    description: { en: 'a file of a test' },
    ip_version: ipVersion,
    languages: ['en'],
    node_count: nodes.length,
    record_size: recordSize,
  });
  const recordFor = (side: Leaf | Node | null) => {
    if (side === null) return nodes.length;
    return 'offset' in side ? nodes.length + 16 + side.offset : nodes.indexOf(side);
  };
  const tree = nodes.map(([left, right]) => encodeNode(recordFor(left), recordFor(right), recordSize));
  return Buffer.concat([
    ...tree,
    Buffer.alloc(16),
    ...records,
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    metadata,
  ]);
}

function bitsOf(prefix: string, ipVersion: 4 | 6): readonly (0 | 1)[] {
  const [address = '', length] = prefix.split('/');
  const bytes = [...(parseAddress(address) ?? [])];
  const padding = ipVersion === 6 && bytes.length === 4 ? Array(96).fill(0) : [];
  const bits = bytes.flatMap((byte) => Array.from({ length: 8 }, (_, index) => ((byte >> (7 - index)) & 1) as 0 | 1));
  return [...padding, ...bits.slice(0, Number(length))];
}

function insert(node: Node, bits: readonly (0 | 1)[], leaf: Leaf): void {
  const [bit = 0, ...rest] = bits;
  if (rest.length === 0) {
    node[bit] = leaf;
    return;
  }
  const next = node[bit];
  const child: Node = Array.isArray(next) ? next : [next, next];
  node[bit] = child;
  insert(child, rest, leaf);
}

function numbered(root: Node): readonly Node[] {
  const nodes = [root];
  for (const node of nodes) for (const side of node) if (Array.isArray(side)) nodes.push(side);
  return nodes;
}

function encodeNode(left: number, right: number, recordSize: 24 | 28 | 32): Buffer {
  const node = Buffer.alloc(recordSize / 4);
  if (recordSize === 28) {
    node.writeUIntBE(left % 2 ** 24, 0, 3);
    node.writeUInt8(((left >>> 24) << 4) | (right >>> 24), 3);
    node.writeUIntBE(right % 2 ** 24, 4, 3);
  } else {
    node.writeUIntBE(left, 0, recordSize / 8);
    node.writeUIntBE(right, recordSize / 8, recordSize / 8);
  }
  return node;
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') return withControl(2, Buffer.byteLength(value), Buffer.from(value));
  if (typeof value === 'boolean') return withControl(14, value ? 1 : 0, Buffer.alloc(0));
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return withControl(6, 4, bytes);
  }
  if (Array.isArray(value)) return withControl(11, value.length, Buffer.concat(value.map(encode)));
  const entries = Object.entries(value).flatMap(([key, member]) => [encode(key), encode(member)]);
  return withControl(7, entries.length / 2, Buffer.concat(entries));
}

/** Types above 7 are extended; sizes here are below 285. */
function withControl(type: number, size: number, payload: Buffer): Buffer {
  const control = [((type > 7 ? 0 : type) << 5) | Math.min(size, 29)];
  if (type > 7) control.push(type - 7);
  if (size >= 29) control.push(size - 29);
  return Buffer.concat([Buffer.from(control), payload]);
}

/** AS numbers and countries of the addresses that are for documentation. */
export const asnFile: MmdbInit = {
  databaseType: 'Test-ASN',
  networks: {
    '192.0.2.0/24': { autonomous_system_number: 64500, autonomous_system_organization: 'Example Net' },
    '10.0.3.0/24': { autonomous_system_number: 64501, autonomous_system_organization: 'Example \u001b[2J Transit' },
    '2001:db8::/32': { autonomous_system_number: 64502 },
  },
};
export const countryFile: MmdbInit = {
  databaseType: 'Test-Country',
  networks: { '192.0.2.0/25': { country: { iso_code: 'DE' } }, '10.0.0.0/8': { country: { iso_code: 'FR' } } },
};
