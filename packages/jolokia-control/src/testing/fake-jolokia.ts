import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a fake agent does with a request. */
export type Answerer = (requests: readonly Record<string, unknown>[], response: ServerResponse, request: IncomingMessage) => void;

/** A server on loopback that stands in for a Jolokia agent in unit tests. It is a fake: what it answers is what the test says. */
export interface FakeJolokia {
  /** Its address with the context path. */
  readonly url: string;
  /** Requests that came in, one entry a POST. */
  readonly posts: readonly (readonly Record<string, unknown>[])[];
  /** How many POSTs are being answered now. */
  open(): number;
  close(): Promise<void>;
}

/** Starts a {@link FakeJolokia}. */
export async function startFakeJolokia(answer: Answerer): Promise<FakeJolokia> {
  const posts: (readonly Record<string, unknown>[])[] = [];
  let open = 0;
  const server = createServer((request, response) => {
    open += 1;
    response.on('close', () => {
      open -= 1;
    });
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const requests = JSON.parse(Buffer.concat(chunks).toString()) as readonly Record<string, unknown>[];
      posts.push(requests);
      answer(requests, response, request);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/jolokia/`,
    posts,
    open: () => open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with JSON. */
export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
