import { Agent, type IncomingMessage, request } from 'node:http';
import type * as nodeHttps from 'node:https';
import { errors } from '@ringside/core';

/** As much of `fetch` as the clients of a node and of a sidecar use: a text is sent or none, the answer is read as a text, or piece by piece. */
export type LeanFetch = (url: URL | string | Request, init?: RequestInit) => Promise<Response>;

/** How {@link createLeanFetch} connects. */
export interface LeanFetchOptions {
  /** Whether connections are kept for later requests; not for a program that ends after a few. Default: true. */
  readonly keepsConnections?: boolean | undefined;
  /** Makes it do HTTPS itself, by these; without it, HTTPS goes to the built-in `fetch`. */
  readonly tls?: TlsOptions | undefined;
}

/** Whom a client trusts, and how it proves who it is; PEM. */
export interface TlsOptions {
  /** The module `node:https`, loaded by whoever needs it: most programs here do not. */
  readonly https: Pick<typeof nodeHttps, 'request' | 'Agent'>;
  /** The authorities that a server's certificate must come from, in place of those of the system. */
  readonly ca?: string | undefined;
  /** The client's own certificate, with its chain. */
  readonly certificate?: string | undefined;
  /** The key of that certificate. */
  readonly key?: string | undefined;
}

/** What sends a request, and over which connections. */
interface Sender {
  readonly request: typeof request;
  readonly agent: Agent | false;
}

/** Well below the 30 s after which the JVM's HTTP server closes an idle connection, so that none is used that is being closed. */
const IDLE_MS = 5_000;

/**
 * A `fetch` for plain HTTP on `node:http`, and for HTTPS where it is told whom to trust, which only sends texts; anything else goes to the built-in one, a
 * body that is no text over plain HTTP too. Of an answer it has `status`, `statusText`, `ok`, `headers.get()`, `text()` and a
 * `body` to iterate over only, one of which must be read. It takes half the processor time of the built-in one, which a sidecar that is asked fifty
 * times a second feels, and loads nothing, which takes the built-in one some 40 ms, a good part of `ringside status`.
 * Redirects are never followed: they come back as the answers that they are, which no caller takes for success.
 *
 * What it makes rejects with OpsError `INVALID_ARGUMENT` for a body that is no text over HTTPS with `tls`: the built-in one knows nothing of the chosen
 * authorities and certificate, and would give the headers, a token among them, to any server that the system trusts.
 */
export function createLeanFetch({ keepsConnections = true, tls }: LeanFetchOptions = {}): LeanFetch {
  const plain: Sender = { request, agent: keepsConnections && new Agent({ keepAlive: true, timeout: IDLE_MS }) };
  const secure = tls === undefined ? undefined : overTls(tls, keepsConnections);
  return async (url, init = {}) => {
    const target = typeof url === 'object' && 'url' in url ? url.url : url;
    const { method = 'GET', body, signal } = init;
    const isLean = body === undefined || body === null || typeof body === 'string';
    const sender = String(target).startsWith('http:') ? plain : String(target).startsWith('https:') ? secure : undefined;
    if (!isLean && sender !== undefined && sender === secure)
      throw errors.INVALID_ARGUMENT({
        message: 'Over HTTPS with authorities or a certificate of its own, only a text can be sent',
        remedy: 'Send the body as a text, or with a client that takes the same certificates.',
      });
    if (!isLean || sender === undefined) return await fetch(target, init);
    const content = typeof body === 'string' ? Buffer.from(body) : undefined;
    const length = content === undefined ? {} : { 'content-length': content.length };
    const headers = { ...(init.headers as Record<string, string>), ...length };
    return await new Promise((resolve, reject) => {
      const { agent } = sender;
      const sent = sender.request(target, { method, agent, headers, ...(signal && { signal }) }, (answer) => resolve(asResponse(answer)));
      sent.on('error', reject).end(content);
    });
  };
}

function overTls({ https, ca, certificate, key }: TlsOptions, keepAlive: boolean): Sender {
  const agent = new https.Agent({ keepAlive, timeout: IDLE_MS, ca, cert: certificate, key, minVersion: 'TLSv1.2' });
  return { request: https.request, agent };
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
