/** As much of a response's body as is used: of `fetch`, or of Node's own HTTP. */
type Streamed = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** The pieces of an answer as they come. */
export async function* piecesOf(response: Response): AsyncGenerator<Uint8Array> {
  const body = response.body as Streamed | null;
  if (body === null) return;
  if (!('getReader' in body)) return yield* body;
  const reader = body.getReader(); // not every browser iterates over a stream
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
