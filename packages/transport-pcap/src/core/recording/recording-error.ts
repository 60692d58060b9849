/** A capture that says it is a recording of Hoplite's is damaged, or of a version that is not known. */
export class RecordingError extends Error {
  /** Tells it from other errors, also where it came from another thread or copy of the package. */
  override readonly name = 'RecordingError';
}
