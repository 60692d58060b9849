import type { TraceResult } from '@hoplite/engine';
import { ExitStatus } from '../exit-status.js';

/** The exit status that one trace would have alone. */
export function statusOf({ outcome, error }: Pick<TraceResult, 'outcome' | 'error'>): ExitStatus {
  if (outcome === 'reached') return ExitStatus.ok;
  if (outcome !== 'failed') return ExitStatus.notReached;
  return statusOfCode[error?.code ?? ''] ?? ExitStatus.transportFailed;
}

/** The one to exit with: what keeps everything from working goes before what befell one target. */
export function worstStatus(statuses: readonly ExitStatus[]): ExitStatus {
  return worstFirst.find((status) => statuses.includes(status)) ?? ExitStatus.ok;
}

/** Why probes could not be sent, where the transport itself is well. */
const statusOfCode: Readonly<Record<string, ExitStatus>> = {
  EACCES: ExitStatus.notPermitted,
  EPERM: ExitStatus.notPermitted,
  EADDRNOTAVAIL: ExitStatus.usage,
  RECORDING: ExitStatus.usage,
  EHOSTUNREACH: ExitStatus.notReached,
  EMSGSIZE: ExitStatus.notReached,
  ENETUNREACH: ExitStatus.notReached,
  UNRECORDED: ExitStatus.notReached,
};

const worstFirst: readonly ExitStatus[] = [
  ExitStatus.transportFailed,
  ExitStatus.notPermitted,
  ExitStatus.usage,
  ExitStatus.notReached,
];
