#!/usr/bin/env node
import { run } from './run.js';

const interrupt = new AbortController();
// Once: a second interrupt ends the process at once.
process.once('SIGINT', () => interrupt.abort());

const { stdin, stdout, stderr } = process;
// Results are written by an Output, which hears what goes wrong; a help text that nobody reads to its end is no fault.
for (const stream of [stdout, stderr]) stream.on('error', () => {});
void run(process.argv.slice(2), { stdin, stdout, stderr, interrupt: interrupt.signal }).then((status) => {
  process.exitCode = status;
});
