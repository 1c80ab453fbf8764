import { errors } from '@ringside/core';

/** One event may be no larger: a server that sends a line without end fills no memory. */
const MOST_CHARACTERS = 1_048_576;

/**
 * The values of a stream of events, as the HTML standard frames them (`data: …`, an empty line); comments and other fields are passed over.
 *
 * @throws OpsError `INTERNAL` for an event that is no JSON, or over 1 MiB
 */
export async function* eventsIn(pieces: AsyncIterable<Uint8Array>): AsyncGenerator {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const piece of pieces) {
    pending += decoder.decode(piece, { stream: true });
    const blocks = pending.split(/\r?\n\r?\n/);
    pending = blocks.pop() ?? '';
    if (pending.length > MOST_CHARACTERS) throw errors.INTERNAL({ message: 'An event is larger than 1 MiB' });
    for (const block of blocks) yield* valueOf(block);
  }
}

function* valueOf(block: string): Generator {
  const data = block.split(/\r?\n/).filter((line) => line.startsWith('data:'));
  if (data.length === 0) return;
  try {
    yield JSON.parse(data.map((line) => line.slice('data:'.length).replace(/^ /, '')).join('\n'));
  } catch (error) {
    throw errors.INTERNAL({ message: 'An event is not JSON', cause: error });
  }
}
