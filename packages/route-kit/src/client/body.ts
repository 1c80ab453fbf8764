import { errors, type OpsError } from '@ringside/core';
import type { Body, SentBytes } from '../route/body.ts';

/** What of a request makes its body. */
export type RequestBody = Pick<RequestInit, 'body'> & { readonly headers: Readonly<Record<string, string>>; readonly duplex?: 'half' };

/**
 * The body of a call, which ends in an error before it is larger than its route takes: who sent it whole would learn that less surely, as a server
 * closes such a connection.
 *
 * @param signal ends a body that comes in pieces: not every `fetch` asks for no more of them when it is aborted
 * @throws OpsError `INVALID_ARGUMENT` for a body that is too large, or that the route needs and does not get
 */
export function bodyOf(body: Body | undefined, given: unknown, signal: AbortSignal): RequestBody {
  if (body === undefined) return { headers: {} };
  const headers = { 'content-type': body.mediaType };
  if (given === undefined) throw errors.INVALID_ARGUMENT({ message: 'The body is missing' });
  if (body.kind === 'json') return { headers, body: bounded(body, JSON.stringify(given)) };
  const bytes = given as SentBytes;
  if (bytes instanceof Uint8Array) {
    if (bytes.length > body.maxBytes) throw tooLarge(body);
    return { headers, body: bytes };
  }
  return { headers, body: streamOf(body, bytes, signal), duplex: 'half' };
}

function bounded(body: Body, text: string): string {
  if (new TextEncoder().encode(text).length > body.maxBytes) throw tooLarge(body);
  return text;
}

function tooLarge({ maxBytes }: Body): OpsError {
  return errors.INVALID_ARGUMENT({ message: `The body is larger than the ${maxBytes} bytes that this route takes` });
}

/** Pulls the next piece only when the one before is on its way. */
function streamOf(body: Body, pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done === true) return controller.close();
      sent += value.length;
      if (sent <= body.maxBytes && !signal.aborted) return controller.enqueue(value);
      await iterator.return?.();
      throw signal.aborted ? signal.reason : tooLarge(body);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
