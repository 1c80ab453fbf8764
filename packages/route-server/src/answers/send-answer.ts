import type { IncomingMessage } from 'node:http';
import { addAbortSignal, pipeline, Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { type ByteRange, type FileContent, HEARTBEAT_MS, type Route, type TextPieces } from '@ringside/route-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Handled } from '../handlers.ts';
import { rangeOf } from '../requests/byte-range.ts';
import { retryLater } from './error-answer.ts';
import { eventLines } from './event-lines.ts';

/** Whether an answer goes on after its handler is done. */
export function isStreamed({ file, events, text }: Handled): boolean {
  return file !== undefined || events !== undefined || text !== undefined;
}

/** What an answer is sent with. */
export interface Sending {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly route: Route;
  /** Ends what is sent piece by piece. */
  readonly signal: AbortSignal;
  /** Aborts when the server begins to close. */
  readonly closing: AbortSignal;
}

/**
 * Sends an answer. One that comes in pieces is read no faster than the client reads it.
 *
 * @throws Refusal 416
 */
export function sendAnswer(sending: Sending, handled: Handled): FastifyReply {
  const { request, reply, route, signal, closing } = sending;
  closeUnlessRead(request.raw, reply);
  const { file, events, text, body, status = route.answer.statuses[0] ?? 200 } = handled;
  if (file !== undefined) return sendFile(sending, file);
  if (text !== undefined) return sendText(sending, text);
  if (events !== undefined) {
    const assertAdmitted = async (): Promise<void> => request.assertAdmitted?.();
    const lines = Readable.from(eventLines(events, { heartbeatMs: HEARTBEAT_MS, closing, assertAdmitted }));
    const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
    // A server that closes waits for no connection over which events came. It does not say so before: then an end too soon would look like the end.
    reply.raw.once('finish', () => closing.aborted && request.raw.socket.destroySoon());
    return reply.code(200).headers(headers).send(addAbortSignal(signal, lines));
  }
  if (status === 503) retryLater(reply);
  if (route.answer.kind === 'text') void reply.type(route.answer.mediaType ?? '');
  return body === undefined ? reply.code(status).send() : reply.code(status).send(body);
}

/** What is left of a body that its handler did not read is not waited for: the connection ends with the answer. */
export function closeUnlessRead({ complete }: IncomingMessage, reply: FastifyReply): void {
  if (!complete) void reply.header('connection', 'close');
}

/** Compressed for who can read that: a text that comes in pieces is a long one. */
function sendText({ request, reply, signal }: Sending, { mediaType, pieces }: TextPieces): FastifyReply {
  const content = addAbortSignal(signal, Readable.from(pieces, { objectMode: false }));
  void reply.code(200).headers({ 'content-type': mediaType, vary: 'accept, accept-encoding' });
  if (!takesGzip(request.headers['accept-encoding'])) return reply.send(content);
  const compressed = createGzip({ level: constants.Z_BEST_SPEED });
  pipeline(content, compressed, () => undefined);
  return reply.header('content-encoding', 'gzip').send(compressed);
}

function takesGzip(header: string | readonly string[] | undefined): boolean {
  const codings = String(header ?? '').split(',');
  return codings.some((coding) => /^\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)|$)/i.test(coding));
}

function sendFile({ request, reply, signal }: Sending, { sizeBytes, open }: FileContent): FastifyReply {
  const range = rangeOf(request.headers.range, sizeBytes);
  const part = range.end - range.start < sizeBytes;
  void reply.code(part ? 206 : 200).headers({
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'content-length': range.end - range.start,
    ...(part && { 'content-range': contentRange(range, sizeBytes) }),
  });
  if (request.method === 'HEAD') return reply.send();
  return reply.send(addAbortSignal(signal, Readable.from(open(range))));
}

function contentRange({ start, end }: ByteRange, sizeBytes: number): string {
  return `bytes ${start}-${end - 1}/${sizeBytes}`;
}
