export { captureOf } from './craft/capture.js';
export { icmpProbe, tcpProbe, udpProbe } from './craft/probes.js';
export { directReply, type ErrorOptions, portUnreachable, timeExceeded, unreachable } from './craft/replies.js';
