#!/usr/bin/env node
import { run } from './run.js';

const interrupt = new AbortController();
// Once: a second interrupt ends the process at once.
process.once('SIGINT', () => interrupt.abort());

const { stdin, stdout, stderr } = process;
void run(process.argv.slice(2), { stdin, stdout, stderr, interrupt: interrupt.signal }).then((status) => {
  process.exitCode = status;
});
