/**
 * For tests of servers of routes: connections on which anything can be said, and lines of a shell, such as the examples of the reference.
 *
 * @packageDocumentation
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';

/** A connection on which a test says what it wants, HTTP or not. */
export interface RawSocket {
  /** Sends what is written to it, unchanged. */
  readonly socket: Socket;
  /** What came back so far. */
  readonly text: () => string;
  /** True once the other side has closed it. */
  readonly closed: () => boolean;
  /** Closes it from this side. */
  readonly end: () => void;
}

/** Connects to the server of a URL. */
export async function rawSocket(url: string): Promise<RawSocket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let [text, closed] = ['', false];
  socket.on('error', () => undefined);
  socket.on('close', () => (closed = true));
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  await once(socket, 'connect');
  return { socket, text: () => text, closed: () => closed, end: () => void socket.destroy() };
}

/** Statuses of the answers in a text that came over one connection. */
export function statusesIn(text: string): readonly number[] {
  return Array.from(text.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status));
}

/** Runs a line in a POSIX shell, as a reader would who pastes it; rejects if it fails, or takes longer than 30 s. */
export async function shell(line: string): Promise<{ readonly stdout: string }> {
  return promisify(execFile)('sh', ['-c', line], { timeout: 30_000 });
}
