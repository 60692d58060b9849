import { TraceEngine } from '@hoplite/engine';
import { createLinuxTransport, examineLinux } from '@hoplite/transport-linux';

const { raw, icmp } = examineLinux(); // of each family null where it may, else EPERM, EACCES and the like
console.log(`raw sockets: ${raw[4] ?? 'yes'}; ICMP without privilege: ${icmp[4] ?? 'yes'}`);

const transport = createLinuxTransport({ mode: 'auto', interface: 'lo' }); // throws LinuxUnavailableError
const engine = new TraceEngine(transport, { seed: crypto.randomUUID().replaceAll('-', '') });
const { outcome } = await engine.trace('127.0.0.1').result;
await engine.close();
console.log(outcome);
