export type { LinuxAbilities } from './abilities.js';
export { createLinuxTransport, examineLinux, type LinuxTransportOptions } from './create.js';
export { SystemError } from './errno.js';
export { LinuxTransport } from './transport.js';
export { LinuxUnavailableError } from './unavailable.js';
