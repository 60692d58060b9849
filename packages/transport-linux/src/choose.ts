import type { AddressFamily } from '@hoplite/codec';
import { CHOSEN_FIELDS } from '@hoplite/engine';
import type { LinuxAbilities } from './abilities.js';
import { Errno, Level, Protocol, SocketOption, SocketType, TRANSMIT_STAMPS } from './constants.js';
import { encodeControl } from './control-messages.js';
import type { Device } from './interfaces.js';
import type { Libc } from './libc.js';
import { SendBatch } from './message-batch.js';
import { STAMP_NUMBER } from './outlet.js';
import type { Plan } from './plan.js';
import { RAW_BUFFER, RawCarrier } from './raw/raw-carrier.js';
import { encodeSocketAddress } from './sockaddr.js';
import { Socket } from './socket.js';
import { LinuxUnavailableError } from './unavailable.js';
import { FLOW_BUFFER } from './unprivileged/flow-socket.js';
import { UnprivilegedCarrier } from './unprivileged/unprivileged-carrier.js';

/** Bytes of buffer that an unread reply takes at the most: the kernel counts the page that a network card filled. */
const REPLY_COST = 4096;

/** The same of an unread transmit stamp: measured 832. */
const STAMP_COST = 1024;

export interface Wanted {
  readonly mode: 'raw' | 'unprivileged' | 'auto';
  readonly device: Device | null;
}

/** Throws `LinuxUnavailableError` where this process may not do what is wanted. */
export function choosePlan(libc: Libc, abilities: LinuxAbilities, { mode, device }: Wanted): Plan {
  const rawFamilies = allowed(abilities.raw);
  const common = { device, ownStampNumbers: takesStampNumbers(libc) };
  if (mode === 'raw' || (mode === 'auto' && rawFamilies.length > 0)) {
    if (rawFamilies.length === 0) {
      throw new LinuxUnavailableError('NOT_PERMITTED', `raw sockets need CAP_NET_RAW (${abilities.raw[4]})`);
    }
    return withInterfaces({ ...common, ...planRaw(libc, rawFamilies) });
  }
  const families = allowed(abilities.udp);
  if (families.length === 0) {
    throw new LinuxUnavailableError('NOT_PERMITTED', `not even UDP sockets can be had here (${abilities.udp[4]})`);
  }
  return withInterfaces({ ...common, ...planUnprivileged(libc, abilities, families) });
}

/** What is bound to an interface sends by no other. */
function withInterfaces(plan: Plan): Plan {
  return { ...plan, capabilities: { ...plan.capabilities, interfaces: plan.device === null } };
}

type PlanOfMode = Pick<Plan, 'mode' | 'families' | 'capabilities' | 'createCarrier'>;

function planRaw(libc: Libc, families: readonly AddressFamily[]): PlanOfMode {
  const granted = grantedBuffer(libc, families, RAW_BUFFER);
  return {
    mode: 'raw',
    families,
    capabilities: {
      families,
      protocols: ['udp', 'icmp', 'tcp'],
      fields: CHOSEN_FIELDS,
      needsPrivilege: true,
      // Replies and stamps wait in buffers of their own.
      inFlight: Math.floor(granted / REPLY_COST),
    },
    createCarrier: (environment) => new RawCarrier(environment),
  };
}

function planUnprivileged(libc: Libc, { icmp }: LinuxAbilities, families: readonly AddressFamily[]): PlanOfMode {
  const granted = grantedBuffer(libc, families, FLOW_BUFFER);
  return {
    mode: 'unprivileged',
    families,
    capabilities: {
      families,
      protocols: allowed(icmp).length > 0 ? ['udp', 'icmp', 'tcp'] : ['udp', 'tcp'],
      fields: ['identifier', 'sourcePort', 'typeOfService', 'dontFragment'],
      needsPrivilege: false,
      // Both wait in the buffer of one socket, which may be that of all probes.
      inFlight: Math.floor(granted / (REPLY_COST + STAMP_COST)),
    },
    createCarrier: (environment) => new UnprivilegedCarrier(environment),
  };
}

function allowed(reasons: LinuxAbilities['raw']): readonly AddressFamily[] {
  return ([4, 6] as const).filter((family) => reasons[family] === null);
}

/** How large a receive buffer this process is granted. */
function grantedBuffer(libc: Libc, [family = 4]: readonly AddressFamily[], wanted: number): number {
  const socket = new Socket(libc, family, SocketType.datagram, Protocol.udp);
  try {
    return socket.growReceiveBuffer(wanted);
  } finally {
    socket.close();
  }
}

/** Whether the kernel takes a stamp's number from who sends (Linux 6.13): tried by a datagram to the trying socket itself. */
function takesStampNumbers(libc: Libc): boolean {
  const socket = new Socket(libc, 4, SocketType.datagram, Protocol.udp);
  try {
    if (socket.bind(encodeSocketAddress('127.0.0.1')) < 0) return false;
    socket.set(Level.socket, SocketOption.timestamping, TRANSMIT_STAMPS);
    const name = encodeSocketAddress('127.0.0.1', socket.name().port);
    const control = encodeControl([[Level.socket, STAMP_NUMBER, 0]]);
    return new SendBatch(libc).send(socket.fd, [{ data: new Uint8Array(0), name, control }]) !== -Errno.inval;
  } finally {
    socket.close();
  }
}
