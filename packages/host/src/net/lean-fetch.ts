import { Agent, type IncomingMessage, request } from 'node:http';

/** As much of `fetch` as the clients of a node and of a sidecar use: a text is sent or none, the answer is read as a text, or piece by piece. */
export type LeanFetch = (url: URL | string | Request, init?: RequestInit) => Promise<Response>;

/** How {@link createLeanFetch} connects. */
export interface LeanFetchOptions {
  /** Whether connections are kept for later requests; not for a program that ends after a few. Default: true. */
  readonly keepsConnections?: boolean | undefined;
}

/** Well below the 30 s after which the JVM's HTTP server closes an idle connection, so that none is used that is being closed. */
const IDLE_MS = 5_000;

/**
 * A `fetch` for plain HTTP on `node:http`; anything else, and a body that is no text, goes to the built-in one. Of an answer it has `status`, `statusText`, `ok`, `headers.get()`, `text()` and a
 * `body` to iterate over only, one of which must be read. It takes half the processor time of the built-in one, which a sidecar that is asked fifty
 * times a second feels, and loads nothing, which takes the built-in one some 40 ms, a good part of `ringside status`.
 * Redirects are never followed: they come back as the answers that they are, which no caller takes for success.
 */
export function createLeanFetch({ keepsConnections = true }: LeanFetchOptions = {}): LeanFetch {
  const agent = keepsConnections && new Agent({ keepAlive: true, timeout: IDLE_MS });
  return async (url, init = {}) => {
    const target = typeof url === 'object' && 'url' in url ? url.url : url;
    const { method = 'GET', body, signal } = init;
    const isLean = body === undefined || body === null || typeof body === 'string';
    if (!isLean || !String(target).startsWith('http:')) return await fetch(target, init);
    const content = typeof body === 'string' ? Buffer.from(body) : undefined;
    const length = content === undefined ? {} : { 'content-length': content.length };
    const headers = { ...(init.headers as Record<string, string>), ...length };
    return await new Promise((resolve, reject) => {
      const sent = request(target, { method, agent, headers, ...(signal && { signal }) }, (answer) => resolve(asResponse(answer)));
      sent.on('error', reject).end(content);
    });
  };
}

function asResponse(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 0;
  const text = async (): Promise<string> => Buffer.concat(await allOf(answer)).toString('utf8');
  const ok = status >= 200 && status < 300;
  const headers = { get: (name: string): string | null => answer.headersDistinct[name.toLowerCase()]?.join(', ') ?? null };
  return { status, statusText: answer.statusMessage ?? '', ok, headers, body: answer, text } as unknown as Response;
}

async function allOf(answer: AsyncIterable<Buffer>): Promise<readonly Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return chunks;
}
