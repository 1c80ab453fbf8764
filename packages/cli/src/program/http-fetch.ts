import { request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';

/**
 * A `fetch` for plain HTTP on Node's own client: the platform's `fetch` takes some 40 ms to load, which is a good part of
 * `ringside status`. Anything but `http:` goes to the platform's.
 */
export async function httpFetch(url: string, init: RequestInit): Promise<Response> {
  if (!url.startsWith('http:')) return await fetch(url, init);
  return await new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      method: init.method ?? 'GET',
      headers: init.headers as Record<string, string>,
      agent: false,
      ...(init.signal == null ? {} : { signal: init.signal }),
    });
    request.on('error', reject);
    request.on('response', (incoming) => {
      buffer(incoming).then((body) => resolve(asResponse(incoming.statusCode ?? 500, incoming.statusMessage ?? '', body)), reject);
    });
    request.end();
  });
}

/** As much of a `Response` as the sidecar's client reads; the real class would load all of the platform's `fetch`. */
function asResponse(status: number, statusText: string, body: Buffer): Response {
  const partial: Pick<Response, 'ok' | 'status' | 'statusText' | 'text'> = {
    ok: status >= 200 && status < 300,
    status,
    statusText,
    text: async () => body.toString('utf8'),
  };
  return partial as Response;
}
