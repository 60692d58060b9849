import type { CapturePacket } from '@hoplite/engine';

/** A way to write packets down: begins a document, whose every packet is a line with its line feed. */
export type PacketFormat = () => (packet: CapturePacket) => string;
