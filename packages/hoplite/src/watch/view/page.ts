/** What a page shows: its first line stays where it is when the others scroll. */
export interface Page {
  readonly head: string;
  readonly body: readonly string[];
}
