/** A sentence that must be true of whoever keeps the law. `check` rejects, saying how, where it is not. */
export interface Law {
  readonly name: string;
  readonly check: () => Promise<void>;
}
