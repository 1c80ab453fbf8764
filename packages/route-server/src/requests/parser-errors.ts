import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { errors } from '@ringside/core';
import type { Connections } from '../bounds/connections.ts';
import { errorAnswer } from '../answers/error-answer.ts';

/** Codes of Node's parser that have a status of their own; whatever else is malformed is 400. */
const STATUS_BY_CODE: Readonly<Record<string, readonly [status: number, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The chunk extensions of the request are too large'],
  HPE_HEADER_OVERFLOW: [431, 'The headers of the request are too large'],
};

/**
 * Answers what is not HTTP, or came too slowly, and ends the connection: where one request ends and the next begins is not known any
 * more. Requests that came before on the same connection are answered first.
 */
export function answerParserErrors(connections: Connections): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const [status, message] = STATUS_BY_CODE[error.code ?? ''] ?? [400, 'This is not a well-formed HTTP/1.1 request'];
    connections.whenAnswered(socket, () => socket.end(rawAnswer(status, message), () => socket.destroy()));
  };
}

/** A whole answer, for a connection that has no response to write to. */
function rawAnswer(status: number, message: string): string {
  const { body } = errorAnswer(
    (status === 408 ? errors.OPERATION_TIMED_OUT : errors.INVALID_ARGUMENT)({
      message,
      remedy: 'Correct the client: it sends requests that cannot be read to their end.',
    }),
  );
  const reason = STATUS_CODES[status] ?? '';
  const json = JSON.stringify({ ...body, status: reason, code: status });
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(json)}`,
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${json}`;
}
