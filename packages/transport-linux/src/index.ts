export type { LinuxAbilities } from './abilities.js';
export { createLinuxTransport, examineLinux, type LinuxTransportOptions } from './create.js';
export { SystemError } from './errno.js';
export type { LinuxTransport } from './transport.js';
export { type LinuxUnavailableCode, LinuxUnavailableError } from './unavailable.js';
