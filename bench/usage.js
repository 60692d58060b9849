// What a process and those that it started have taken so far. Linux.

import { readFileSync } from 'node:fs';

/** Of a clock tick, as /proc counts: USER_HZ is 100 on every architecture of today. */
const TICKS = 100;

/**
 * Seconds of processor time, in user mode and in the kernel, and megabytes that are resident.
 * @param {number} pid
 */
export function usageOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  // The name, in parentheses, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { seconds: ticks / TICKS, megabytes: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024 };
}

/**
 * All processes that a process has started, and these, but for itself.
 * @param {number} pid
 * @returns {number[]}
 */
export function descendantsOf(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}
