import type { ProbeMethod, ProbePlan, TraceOptions } from '@hoplite/engine';

/** What the conformance kit needs to try a method. */
export interface MethodFixture {
  /** The method that the laws are held against. */
  readonly method: ProbeMethod;
  /** The same number for all probes of one flow: it says how the method means them to differ. Default: all are of one. */
  readonly flow?: (plan: ProbePlan) => number;
  /** Options that all its probes are tried with; the others have any value. */
  readonly options?: Omit<TraceOptions, 'method' | 'firstTtl' | 'maxTtl' | 'queries'>;
}
