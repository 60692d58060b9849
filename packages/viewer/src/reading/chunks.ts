const CHUNK_LENGTH = 0x10_0000;

/** The bytes of a file from `offset` on, piece by piece, until `stop`. `told` hears how many of the file were taken. */
export async function* chunksOf(
  file: Blob,
  offset: number,
  stop: AbortSignal,
  told: (read: number) => void = () => {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for (let start = offset; start < file.size && !stop.aborted; start += CHUNK_LENGTH) {
    const chunk = new Uint8Array(await file.slice(start, start + CHUNK_LENGTH).arrayBuffer());
    yield chunk;
    told(start + chunk.length);
  }
}
