/** The MPLS label stack object, class 1, C-Type 1 (RFC 4950). */
export interface MplsLabelStack {
  readonly kind: 'mpls-label-stack';
  readonly entries: readonly MplsLabelStackEntry[];
}

/** A label stack entry (RFC 3032 section 2.1). */
export interface MplsLabelStackEntry {
  readonly label: number;
  /** The three bits once called EXP (RFC 5462). */
  readonly trafficClass: number;
  readonly bottom: boolean;
  readonly ttl: number;
}
