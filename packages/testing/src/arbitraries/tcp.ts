import type { DatagramInit, TcpOption } from '@hoplite/codec';
import fc from 'fast-check';
import { optionList } from './options.js';
import { bytes, unsigned } from './values.js';

export function tcp(): fc.Arbitrary<Extract<DatagramInit['payload'], { readonly kind: 'tcp' }>> {
  return fc.record(
    {
      kind: fc.constant('tcp' as const),
      sourcePort: unsigned(16),
      destinationPort: unsigned(16),
      sequenceNumber: unsigned(32),
      acknowledgmentNumber: unsigned(32),
      reserved: unsigned(4),
      flags: unsigned(8),
      window: unsigned(16),
      checksum: unsigned(16),
      urgentPointer: unsigned(16),
      options: optionList<TcpOption>(tcpOption(), lengthOf),
      payload: bytes(0, 64),
    },
    {
      requiredKeys: [
        'kind',
        'sourcePort',
        'destinationPort',
        'sequenceNumber',
        'acknowledgmentNumber',
        'reserved',
        'flags',
        'window',
        'urgentPointer',
        'options',
        'payload',
      ],
    },
  );
}

function tcpOption(): fc.Arbitrary<TcpOption> {
  const block = fc.record({ left: unsigned(32), right: unsigned(32) });
  return fc.oneof(
    unsigned(16).map((value): TcpOption => ({ kind: 'maximum-segment-size', value })),
    unsigned(8).map((shift): TcpOption => ({ kind: 'window-scale', shift })),
    fc.constant<TcpOption>({ kind: 'sack-permitted' }),
    fc.array(block, { maxLength: 4 }).map((blocks): TcpOption => ({ kind: 'sack', blocks })),
    fc
      .tuple(unsigned(32), unsigned(32))
      .map(([value, echoReply]): TcpOption => ({ kind: 'timestamps', value, echoReply })),
    unknownOption(),
  );
}

/** Types without a shape of their own, and those with one whose length does not fit it. */
function unknownOption(): fc.Arbitrary<TcpOption> {
  const misfit = fc.oneof(
    fc.tuple(fc.constant(2), fc.constantFrom(0, 1, 3)),
    fc.tuple(fc.constantFrom(3, 4), fc.constantFrom(2, 3)),
    fc.tuple(fc.constant(5), fc.constantFrom(1, 7, 9)),
    fc.tuple(fc.constant(8), fc.constantFrom(0, 7, 9)),
    fc.tuple(fc.constantFrom(6, 14, 19, 28, 34, 253, 255), fc.nat(38)),
  );
  return misfit.chain(([type, length]) => bytes(length, length).map((data) => ({ kind: 'unknown', type, data })));
}

function lengthOf(option: TcpOption): number {
  switch (option.kind) {
    case 'end-of-list':
      return 1 + option.padding.length;
    case 'no-operation':
      return 1;
    case 'maximum-segment-size':
      return 4;
    case 'window-scale':
      return 3;
    case 'sack-permitted':
      return 2;
    case 'sack':
      return 2 + 8 * option.blocks.length;
    case 'timestamps':
      return 10;
    case 'unknown':
      return 2 + option.data.length;
    case 'malformed':
      return option.bytes.length;
  }
}
