/** A capture that says it is a recording of Hoplite's is damaged, or of a version that is not known. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}
