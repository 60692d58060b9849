import { type Address, decodeDatagram } from '@hoplite/codec';
import { type Listener, type Outgoing, type Transport, VirtualClock } from '@hoplite/engine';
import { portUnreachable, timeExceeded } from '@hoplite/testing';

const SOURCE = '10.0.0.1';

/** A network that is nothing but a line of routers with a host at its end, a millisecond of round trip a hop. */
export function createLineTransport(routers: readonly Address[], host: Address): Transport {
  const clock = new VirtualClock(0n, (task) => void setImmediate(task));
  let listener: Listener | null = null;
  let wasOpened = false;

  function carry({ id, datagram }: Outgoing): void {
    const decoded = decodeDatagram(datagram);
    if (!decoded.ok || decoded.value.ip.version !== 4 || decoded.value.ip.destination !== host) {
      listener?.failed(id, { code: 'ENETUNREACH', message: 'the line leads elsewhere' });
      return;
    }
    listener?.sent(id, clock.now());
    const { ttl } = decoded.value.ip;
    const router = routers[ttl - 1];
    const answer = router === undefined ? portUnreachable(datagram, host) : timeExceeded(datagram, router);
    const at = clock.now() + Math.min(ttl, routers.length + 1) * 1_000_000;
    clock.arrive(at, () => listener?.received(answer, at));
  }

  async function close(): Promise<void> {
    listener = null;
  }

  return {
    name: 'line',
    clock,
    timestamps: 'virtual',
    capabilities: {
      families: [4],
      protocols: ['udp'],
      fields: ['identification', 'checksum', 'sourcePort', 'typeOfService', 'dontFragment'],
      needsPrivilege: false,
      inFlight: 1000,
    },
    async open(opened) {
      if (wasOpened) throw new Error('a transport is opened once');
      wasOpened = true;
      listener = opened;
    },
    send(batch) {
      for (const outgoing of batch) carry(outgoing);
    },
    async sourceFor(destination) {
      if (destination === host) return SOURCE;
      throw Object.assign(new Error(`the line does not lead to ${destination}`), { code: 'ENETUNREACH' });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
