import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { createRawTransport, examineRaw } from './create.js';
import { createFakeModule, type FakeSystem } from './fake-module.fixture.js';
import { rawTransportOver } from './over-system.js';
import { platformOf } from './platform.js';
import { RawUnavailableError } from './unavailable.js';

const device = Object.keys(networkInterfaces())[0] ?? 'lo';

function over(system: FakeSystem, platform = 'linux', options: { interface?: string } = {}) {
  const fake = createFakeModule(system);
  return {
    ...fake,
    transport: () => rawTransportOver({ module: fake.module, platform: platformOf(platform) }, options),
  };
}

describe('the transport that is made', () => {
  test('says what its system carries, and leaves no socket open before it is opened', () => {
    const { transport, sockets } = over({ grants: 230_400 });
    expect(transport()).toMatchObject({
      name: 'raw',
      timestamps: 'process',
      capabilities: { families: [4, 6], protocols: ['udp', 'icmp', 'tcp'], needsPrivilege: true, inFlight: 100 },
    });
    expect(sockets).toEqual([]);
  });

  test.each([
    ['darwin', [4], ['udp', 'icmp']],
    ['freebsd', [4], ['udp', 'icmp']],
    ['win32', [4], ['icmp']],
  ])('says no more than what the sockets of %s do', (platform, families, protocols) => {
    expect(over({}, platform).transport().capabilities).toMatchObject({ families, protocols });
  });

  test('does without IPv6 where the system has none', () => {
    const { transport } = over({
      refuses: (_, family) => (family === 6 ? 'Address family not supported by protocol' : null),
    });
    expect(transport().capabilities.families).toEqual([4]);
  });

  test('takes the receive buffer that it gets where it may not have more', () => {
    const { transport } = over({ refusesOption: (option) => (option === 33 ? 'Operation not permitted' : null) });
    expect(transport().capabilities.inFlight).toBe(Math.floor(212_992 / 2304));
  });

  test('is bound to the interface that was given', async () => {
    const { transport, sockets } = over({}, 'linux', { interface: device });
    await using bound = transport();
    await bound.open({ sent() {}, failed() {}, received() {}, noticed() {}, broken() {} });
    expect(sockets.length).toBeGreaterThan(0);
    for (const { options } of sockets) {
      expect(new TextDecoder().decode(options.get(25) as Uint8Array)).toBe(`${device}\0`);
    }
  });

  test('is refused an interface that is not there, and any where the system binds to none', () => {
    expect(over({}, 'linux', { interface: 'no-such' }).transport).toThrow(/^interface is "no-such", must be one that/);
    expect(over({}, 'darwin', { interface: device }).transport).toThrow(RangeError);
  });
});

describe('where the system gives no raw socket, the refusal says what to do', () => {
  test.each([
    ['linux', 'Operation not permitted', 'EPERM', /^sudo setcap cap_net_raw\+ep "\/.*"$/],
    ['darwin', 'Operation not permitted', 'EPERM', /sudo/],
    ['win32', 'Permission denied', 'EACCES', /Administrator/],
    ['linux', 'Address family not supported by protocol', 'EAFNOSUPPORT', /^$/],
  ])('on %s: %s', (platform, message, code, remedy) => {
    const { transport, sockets } = over({ refuses: () => message }, platform);
    expect(transport).toThrow(RawUnavailableError);
    expect(transport).toThrow(expect.objectContaining({ code, remedy: expect.stringMatching(remedy) }));
    expect(sockets).toEqual([]);
  });
});

test('what the question answers is what the attempt does, here', async () => {
  const support = await examineRaw();
  const attempt = createRawTransport();
  if (support.works) await (await attempt).close();
  else await expect(attempt).rejects.toMatchObject({ code: support.code, message: support.message });
});
