/** What must be true of whoever keeps the law, and how to find out. */
export interface Law {
  /** The law as a sentence. */
  readonly name: string;
  /** Rejects, saying how, where the law is broken. */
  readonly check: () => Promise<void>;
}
