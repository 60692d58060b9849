import type { Address } from '@hoplite/codec';
import type { Capabilities, EngineOptions, Timestamps, TraceOptions, Transport } from '@hoplite/engine';
import { fromHex, isMembers, isNumber, isText, isTexts, type Members, readMembers, toHex } from './json.js';
import { RecordingError } from './recording-error.js';

/** What a recording can tell of the run besides what crosses the port: enough to do the same again. */
export interface RecordingAbout {
  /** The seed and options of the engine. */
  readonly engine?: EngineOptions;
  /** The traces that are asked of it. */
  readonly traces?: readonly RecordedTrace[];
}

/** A trace as its caller asked for it. */
export interface RecordedTrace {
  /** What the engine was asked to trace to. */
  readonly target: Address;
  /** The target as its user names it. Default the address. */
  readonly name?: string;
  /** As they were given: what is left out has the default of the engine, when it is done again too. */
  readonly options?: TraceOptions;
}

/** What a recording says of itself: the transport that was recorded, as the port shows it, and the run. */
export interface RecordingHeader extends RecordingAbout {
  /** Its `name`. */
  readonly transport: string;
  /** Who stamped what it sent and received. */
  readonly timestamps: Timestamps;
  /** Of the recorded clock: Unix nanoseconds. */
  readonly origin: bigint;
  /** What it could do: the engine builds its probes by that. */
  readonly capabilities: Capabilities;
}

const VERSION = 1;

/** In front of the JSON, for people and for telling our recordings from other captures. */
const HEADER = 'Hoplite recording ';
const TRACE = 'Hoplite trace ';

/** The comments of a recording's section: the header, then each trace. */
export function describeRecording(
  { name, timestamps, clock, capabilities }: Transport,
  about: RecordingAbout,
): string[] {
  const header = {
    v: VERSION,
    transport: name,
    timestamps,
    origin: String(clock.origin),
    capabilities: { ...capabilities, inFlight: Math.min(capabilities.inFlight, Number.MAX_SAFE_INTEGER) },
    engine: about.engine,
  };
  const traces = (about.traces ?? []).map((trace) => TRACE + JSON.stringify(trace, plain));
  return [HEADER + JSON.stringify(header), ...traces];
}

/** Reads a section's comments, a line each; null for a capture that is no recording of ours. Throws `RecordingError`. */
export function readRecordingHeader(comment: string | null): RecordingHeader | null {
  const lines = comment?.split('\n') ?? [];
  const line = lines.find((text) => text.startsWith(HEADER));
  if (line === undefined) return null;
  const header = readMembers(line.slice(HEADER.length), 'the comment of the recording');
  if (header.v !== VERSION) throw new RecordingError(`a recording of version ${header.v}: only ${VERSION} is known`);
  const { transport, timestamps, origin, capabilities, engine } = header;
  if (!isText(transport) || !isTimestamps(timestamps) || !isOrigin(origin) || !isCapabilities(capabilities)) {
    throw new RecordingError('the comment of the recording does not say what was recorded');
  }
  const traces = lines.filter((text) => text.startsWith(TRACE)).map((text) => readTrace(text.slice(TRACE.length)));
  return {
    transport,
    timestamps,
    origin: BigInt(origin),
    capabilities,
    ...(isEngineOptions(engine) ? { engine } : {}),
    traces,
  };
}

function readTrace(text: string): RecordedTrace {
  const { target, name, options } = readMembers(text, 'the comment of a trace');
  if (!isText(target)) throw new RecordingError('the comment of a trace names no target');
  return {
    target,
    ...(isText(name) ? { name } : {}),
    ...(isMembers(options) ? { options: withPayload(options) } : {}),
  };
}

/** JSON has neither bytes nor functions: of a method of somebody's own the name is kept. */
function plain(key: string, value: unknown): unknown {
  if (key === 'payload' && value instanceof Uint8Array) return toHex(value);
  return key === 'method' && isMembers(value) ? value.name : value;
}

/** What is out of its range the engine will refuse. What is there for the running program alone is no option. */
function withPayload({ name: _, signal: __, follows: ___, ...options }: Members): TraceOptions {
  const payload = fromHex(options.payload);
  return (payload === null ? options : { ...options, payload }) as TraceOptions;
}

function isTimestamps(value: unknown): value is Timestamps {
  return value === 'kernel' || value === 'capture' || value === 'virtual' || value === 'process';
}

/** Nanoseconds of a few thousand years, more than clocks have. */
function isOrigin(value: unknown): value is string {
  return isText(value) && /^-?\d{1,20}$/.test(value);
}

function isCapabilities(value: unknown): value is Capabilities {
  if (!isMembers(value)) return false;
  const { families, protocols, fields, inFlight } = value;
  return Array.isArray(families) && isTexts(protocols) && isTexts(fields) && isNumber(inFlight);
}

function isEngineOptions(value: unknown): value is EngineOptions {
  return isMembers(value) && (isNumber(value.seed) || isText(value.seed));
}
