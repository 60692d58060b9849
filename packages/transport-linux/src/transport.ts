import type { Address } from '@hoplite/codec';
import type { Capabilities, Instant, Listener, Outgoing, Transport } from '@hoplite/engine';
import type { Carrier, Environment } from './carrier.js';
import { LinuxClock } from './clock.js';
import { Errno } from './constants.js';
import type { Timespec } from './control-messages.js';
import { SystemError } from './errno.js';
import { Inbox } from './inbox.js';
import { Devices, isUp } from './interfaces.js';
import type { Libc } from './libc.js';
import { ReceiveBatch, SendBatch } from './message-batch.js';
import type { Plan } from './plan.js';
import { Poller } from './poller.js';
import { findSource } from './source.js';
import { Stamps } from './stamps.js';
import { systemTime } from './time-source.js';
import { Wakes } from './wakes.js';

/**
 * A stamp is made a little before the socket has its datagram. So much later than asked it wakes, so that all that was
 * stamped by then was handed over. In nanoseconds.
 */
const SETTLING: Instant = 50_000;

/** After so long it tells what it has read by then, and lets others have their turn. In nanoseconds. */
const LONGEST_READ: Instant = 100e6;

/** For so long it wakes nobody while there is still something to read; after that a flood must not stop time. */
const LONGEST_DELAY: Instant = 1e9;

/** A transport over sockets of Linux. Its clock is CLOCK_MONOTONIC, and keeps to it when the wall clock is set. */
export interface LinuxTransport extends Transport {
  /** Results tell by it which sockets they came by. */
  readonly name: 'linux' | 'linux-unprivileged';
  readonly timestamps: 'kernel';
  /** `raw` where it uses raw sockets, `unprivileged` where it uses those that anybody may. */
  readonly mode: 'raw' | 'unprivileged';
}

/** Joins sockets with the event loop: reads all that is there, tells it in order, then wakes who is due. */
export class SocketTransport implements LinuxTransport {
  readonly name: LinuxTransport['name'];
  readonly timestamps = 'kernel';
  readonly clock: LinuxClock;
  readonly capabilities: Capabilities;
  readonly mode: LinuxTransport['mode'];
  readonly #libc: Libc;
  readonly #plan: Plan;
  readonly #devices: Devices;
  readonly #wakes = new Wakes();
  readonly #inbox = new Inbox();
  readonly #stamps: Stamps = new Stamps(this.#inbox);
  #poller: Poller | null = null;
  #carrier: Carrier | null = null;
  #listener: Listener | null = null;
  #state: 'new' | 'open' | 'closed' = 'new';
  #soon: NodeJS.Immediate | null = null;
  /** When it last began to read and came to an end: all that had arrived by then was told. */
  #caughtUpAt: Instant = 0;
  #toldAt: Instant = 0;

  constructor(libc: Libc, plan: Plan) {
    this.#libc = libc;
    this.#plan = plan;
    this.#devices = new Devices(libc, plan.device);
    this.mode = plan.mode;
    this.name = plan.mode === 'raw' ? 'linux' : 'linux-unprivileged';
    this.capabilities = plan.capabilities;
    this.clock = new LinuxClock(systemTime(libc), this.#wakes, () => this.#arm());
  }

  async open(listener: Listener): Promise<void> {
    if (this.#state !== 'new') throw new Error('a transport is opened once');
    this.#state = 'open';
    this.#listener = listener;
    try {
      const poller = new Poller(this.#libc);
      this.#poller = poller;
      this.#carrier = this.#plan.createCarrier(this.#environment(poller));
      this.#carrier.open();
      poller.start(() => this.#turn());
    } catch (error) {
      await this.close();
      throw error;
    }
    this.#arm();
  }

  send(batch: readonly Outgoing[]): void {
    if (this.#carrier === null) throw new Error('the transport is not open');
    this.#devices.look(this.clock.now());
    this.#carrier.send(batch);
    this.#soon ??= setImmediate(() => this.#turn());
  }

  async sourceFor(destination: Address, by?: string): Promise<Address> {
    const device = this.#devices.find(by);
    if (device === undefined) {
      throw new SystemError(`there is no interface ${by ?? this.#devices.bound?.name}`, Errno.noDevice);
    }
    if (device !== null && !isUp(this.#libc, device)) {
      throw new SystemError(`the interface ${device.name} is down`, Errno.netDown);
    }
    return findSource(this.#libc, destination, device);
  }

  async close(): Promise<void> {
    this.#state = 'closed';
    this.#listener = null;
    if (this.#soon !== null) clearImmediate(this.#soon);
    this.#soon = null;
    this.#wakes.clear();
    this.#carrier?.close();
    this.#carrier = null;
    this.#poller?.close();
    this.#poller = null;
  }

  /** Closes the transport at the end of `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #environment(poller: Poller): Environment {
    const { families, ownStampNumbers } = this.#plan;
    return {
      libc: this.#libc,
      clock: this.clock,
      poller,
      inbox: this.#inbox,
      stamps: this.#stamps,
      receiveBatch: new ReceiveBatch(this.#libc),
      sendBatch: new SendBatch(this.#libc),
      families,
      devices: this.#devices,
      ownStampNumbers,
      drain: () => void poller.poll(),
    };
  }

  #turn(): void {
    if (this.#soon !== null) clearImmediate(this.#soon);
    this.#soon = null;
    const poller = this.#poller;
    if (poller === null) return;
    const began = this.clock.now();
    const caughtUp = readAll(poller, () => this.clock.now() - began < LONGEST_READ);
    if (caughtUp) this.#caughtUpAt = began;
    try {
      this.#tell(began);
      const mayWake = caughtUp || began - this.#caughtUpAt > LONGEST_DELAY;
      if (mayWake && this.#state === 'open') this.#wakes.call(began - SETTLING);
    } finally {
      this.#arm();
    }
  }

  #tell(began: Instant): void {
    this.#stamps.expire(began);
    const step = this.clock.takeStep();
    if (step !== null) this.#inbox.notice('clock-stepped', `the wall clock was set ${describeStep(step)}`);
    // What was stamped before the last reading was told by it.
    const range = [step === null ? Number.NEGATIVE_INFINITY : this.#toldAt, this.clock.now()] as const;
    const listener = this.#listener;
    if (listener === null) return;
    const instantOf = (stamp: Timespec) =>
      step === null ? this.clock.instantOf(stamp) : this.clock.instantAround(range, stamp);
    this.#inbox.tell(listener, instantOf, range, () => this.#state === 'open');
    this.#toldAt = began;
  }

  /** Sets the timer for who comes first; while somebody waits the process stays alive. */
  #arm(): void {
    const poller = this.#poller;
    if (poller === null) return;
    const woken = (this.#wakes.next ?? Number.POSITIVE_INFINITY) + SETTLING;
    const next = Math.min(woken, this.#stamps.deadline ?? Number.POSITIVE_INFINITY);
    const isWaiting = next !== Number.POSITIVE_INFINITY;
    poller.arm(isWaiting ? this.clock.monotonicOf(next) : null);
    poller.keepAlive(isWaiting);
  }
}

/**
 * Reads until nothing is ready: a reply that was read after its probe's stamps were has its stamp in the next round.
 * Returns whether it came to that end.
 */
function readAll(poller: Poller, mayGoOn: () => boolean): boolean {
  while (poller.poll() > 0) if (!mayGoOn()) return false;
  return true;
}

function describeStep(nanoseconds: bigint): string {
  const seconds = Number(nanoseconds) / 1e9;
  return seconds < 0 ? `back by ${-seconds} s` : `forward by ${seconds} s`;
}
