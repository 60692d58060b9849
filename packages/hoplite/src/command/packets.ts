import { readCapture } from '@hoplite/transport-pcap';
import type { ExitStatus } from '../exit-status.js';
import type { Io } from '../io.js';
import { type PacketFormatName, packetFormats } from '../packets/index.js';
import { openCapture } from './capture.js';
import { openOutput } from './open-output.js';

export interface PacketsOptions {
  readonly format: PacketFormatName;
  readonly output?: string;
}

/** `hoplite packets`: prints every packet of a capture. */
export async function packets(file: string, options: PacketsOptions, io: Io): Promise<ExitStatus> {
  const output = openOutput(options.output, file, io);
  const capture = openCapture(file, io, output, readCapture);
  const format = packetFormats[options.format]();

  for await (const packet of capture.found) {
    const slower = output.write(format(packet));
    // A million awaits of nothing would be felt.
    if (slower !== undefined) await slower;
  }
  await output.end();
  return capture.report();
}
