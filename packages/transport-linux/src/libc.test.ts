import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkMachine, loadKoffi } from './libc.js';
import { LinuxUnavailableError } from './unavailable.js';

const HERE = { platform: 'linux', arch: 'x64', endianness: 'LE' } as const;

function refusal(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error instanceof LinuxUnavailableError ? { code: error.code, message: error.message } : error;
  }
  return null;
}

describe('the linux transport', () => {
  test.each([
    [{ ...HERE, platform: 'darwin' }, 'NOT_LINUX', 'the linux transport needs Linux, this is darwin'],
    [
      { ...HERE, arch: 'ia32' },
      'UNSUPPORTED_MACHINE',
      'the linux transport needs a 64-bit little-endian machine, this is ia32',
    ],
    [
      { ...HERE, arch: 'ppc64', endianness: 'BE' } as const,
      'UNSUPPORTED_MACHINE',
      'the linux transport needs a 64-bit little-endian machine, this is ppc64',
    ],
  ])('says on %j that it cannot work there', (machine, code, message) => {
    expect(refusal(() => checkMachine(machine))).toEqual({ code, message });
  });

  test.each(['x64', 'arm64', 'riscv64'])('works on %s', (arch) => {
    expect(refusal(() => checkMachine({ ...HERE, arch }))).toBeNull();
  });

  test('says that koffi is missing, and what Node says of it', () => {
    const require = (name: string) => {
      throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
    };
    expect(refusal(() => loadKoffi(require, 'arm64'))).toEqual({
      code: 'KOFFI_MISSING',
      message: "npm koffi does not load: Cannot find module '@koromix/koffi-linux-arm64'",
    });
  });

  test('says how to install the koffi that it wants', () => {
    const { optionalDependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const name = `@koromix/koffi-linux-${process.arch}`;
    expect(new LinuxUnavailableError('KOFFI_MISSING', '').remedy).toBe(
      `npm install ${name}@${optionalDependencies[name]}`,
    );
  });
});
