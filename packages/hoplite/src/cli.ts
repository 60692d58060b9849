#!/usr/bin/env node
import { ExitStatus } from './exit-status.js';
import { run } from './run.js';

const interrupt = new AbortController();
let interrupted: ExitStatus = ExitStatus.interrupted;
const onInterrupt = () => end(ExitStatus.interrupted);
const onTerminate = () => end(ExitStatus.terminated);
process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);

const { stdin, stdout, stderr } = process;
// Results are written by an Output, which hears what goes wrong; a help text that nobody reads to its end is no fault.
for (const stream of [stdout, stderr]) stream.on('error', () => {});
void run(process.argv.slice(2), { stdin, stdout, stderr, interrupt: interrupt.signal }).then((status) => {
  process.exitCode = status === ExitStatus.interrupted ? interrupted : status;
});

/** Once: a second signal ends the process at once. */
function end(status: ExitStatus): void {
  process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
  interrupted = status;
  interrupt.abort();
}
