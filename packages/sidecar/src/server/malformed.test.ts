import { errorAnswer } from '@ringside/route-kit';
import { Check } from 'typebox/schema';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type OverSimulation, startOverSimulation } from '../testing/simulated-sidecar.ts';
import { type RawSocket, rawSocket, statusesIn } from '@ringside/route-server/testing';

const SOON = { timeout: 15_000 };
let backed: OverSimulation;
let raw: RawSocket | undefined;

beforeAll(async () => {
  backed = await startOverSimulation();
});

afterEach(() => raw?.end());
afterAll(async () => backed.sidecar.stop(0));

async function send(text: string): Promise<RawSocket> {
  raw = await rawSocket(backed.sidecar.url);
  raw.socket.write(text, 'latin1');
  return raw;
}

/** Everything that comes back until the connection is closed. */
async function answerTo(text: string): Promise<string> {
  const sent = await send(text);
  await expect.poll(() => sent.closed(), SOON).toBe(true);
  return sent.text();
}

const LINE = 'GET /api/v1/__health HTTP/1.1\r\n';
const HOST = 'Host: localhost\r\n';
const HIDDEN = 'PUT /api/v1/cassandra/operations/drain HTTP/1.1\r\nHost: localhost\r\n\r\n';

const malformed: readonly (readonly [what: string, status: number, text: string])[] = [
  ['no HTTP', 400, 'hello\r\n\r\n'],
  ['a TLS handshake', 400, '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00FC'],
  ['another protocol version', 400, `GET / HTTP/3.0\r\n${HOST}\r\n`],
  ['a method that is none', 400, `FETCH / HTTP/1.1\r\n${HOST}\r\n`],
  ['a blank in a path', 400, `GET /a b HTTP/1.1\r\n${HOST}\r\n`],
  ['a header without a name', 400, `${LINE}${HOST}: x\r\n\r\n`],
  ['a blank before a colon', 400, `${LINE}${HOST}X-A : x\r\n\r\n`],
  ['a NUL in a header', 400, `${LINE}${HOST}X-A: a\u0000b\r\n\r\n`],
  ['a lone CR in a header', 400, `${LINE}${HOST}X-A: a\rb\r\n\r\n`],
  ['headers over 16 KiB', 431, `${LINE}${HOST}X-A: ${'a'.repeat(20_000)}\r\n\r\n`],
  ['many headers', 431, `${LINE}${HOST}${'X-A: b\r\n'.repeat(6_000)}\r\n`],
  ['a path over 16 KiB', 431, `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`],
];

/** After each of these a server and a proxy before it may differ on where the next request begins; the drain must never begin. */
const smuggled: readonly (readonly [what: string, text: string])[] = [
  ['both lengths', `Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['both lengths, the other way round', `Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`],
  ['two lengths that differ', `Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd`],
  ['two lengths in a list', `Content-Length: 4, 5\r\n\r\nabcd`],
  ['a length with a sign', `Content-Length: +4\r\n\r\nabcd`],
  ['a negative length', `Content-Length: -4\r\n\r\nabcd`],
  ['a length in hexadecimal', `Content-Length: 0x4\r\n\r\nabcd`],
  ['a length beyond all numbers', `Content-Length: 99999999999999999999\r\n\r\nabcd`],
  ['a coding after chunked', `Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
  ['a coding that only looks like chunked', `Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
  ['chunked with a control character', `Transfer-Encoding: \u000Bchunked\r\n\r\n0\r\n\r\n`],
  ['a blank before the colon', `Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
  ['a chunk size that is none', `Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`],
  ['a chunk size with a line feed only', `Transfer-Encoding: chunked\r\n\r\n1\na\n0\n\n`],
  ['a chunk that is longer than it says', `Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n`],
  ['a header line that goes on', `X-A: b\r\n Content-Length: 0\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
];

describe('what is not HTTP', () => {
  it.each(malformed)('%s is answered with %i in the shape of an error, and the connection ends', async (_, status, text) => {
    const answer = await answerTo(text);
    expect(statusesIn(answer)).toEqual([status]);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    const json: unknown = JSON.parse(body);
    expect(Check(errorAnswer, json)).toBe(true);
    expect(json).toMatchObject({ code: status, error: 'INVALID_ARGUMENT' });
    expect(head).toContain('x-content-type-options: nosniff');
    expect(head).toContain('connection: close');
  });

  it('is answered after the requests that came before it', async () => {
    const answer = await answerTo(`GET /api/v1/cassandra/nodes HTTP/1.1\r\n${HOST}\r\n${LINE}${HOST}\r\nnonsense\r\n\r\n`);
    expect(statusesIn(answer)).toEqual([200, 200, 400]);
  });

  it('ends in an answer also where the answer before is large', async () => {
    const answer = await answerTo(`GET /api/v1/openapi.json HTTP/1.1\r\n${HOST}\r\nnonsense\r\n\r\n`);
    expect(statusesIn(answer)).toEqual([200, 400]);
  });
});

describe('a request within a request', () => {
  it.each(smuggled)('is not found by %s', async (_, rest) => {
    const sent = await send(`POST /api/v1/__health HTTP/1.1\r\n${HOST}${rest}${HIDDEN}`);
    await expect.poll(() => statusesIn(sent.text()).length + Number(sent.closed()), SOON).toBeGreaterThan(0);
    const health = await rawSocket(backed.sidecar.url);
    health.socket.write(`${LINE}${HOST}Connection: close\r\n\r\n`);
    await expect.poll(() => health.closed(), SOON).toBe(true);
    expect(backed.node.calls).not.toContain('drain');
    expect(statusesIn(sent.text()).filter((status) => status < 400)).toEqual([]);
  });

  it('is none where the lengths are sound: each is answered on its own', async () => {
    const post = `POST /api/v1/__health HTTP/1.1\r\n${HOST}`;
    const chunked = `${post}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`;
    const answer = await answerTo(`${post}Content-Length: 3\r\n\r\nabc${chunked}${LINE}${HOST}Connection: close\r\n\r\n`);
    expect(statusesIn(answer)).toEqual([405, 405, 200]);
  });
});

describe('a request', () => {
  it.each([
    ['without a Host', 'GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['with two Hosts', `GET /metrics HTTP/1.1\r\n${HOST}Host: evil.example\r\nConnection: close\r\n\r\n`, 400],
    ['with the same Host twice', `GET /metrics HTTP/1.1\r\n${HOST}${HOST}Connection: close\r\n\r\n`, 400],
    ['of HTTP/1.0, which has no Host', 'GET /api/v1/__health HTTP/1.0\r\n\r\n', 200],
    ['for another authority than its Host', `GET http://evil.example/metrics HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, 421],
    ['for the authority of its Host', `GET http://localhost/api/v1/__health HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, 200],
    ['that expects something unheard of', `${LINE}${HOST}Expect: miracles\r\nConnection: close\r\n\r\n`, 200],
    ['that wants to upgrade', `${LINE}${HOST}Connection: upgrade, close\r\nUpgrade: h2c\r\n\r\n`, 200],
    ['of a method that no route has', `TRACE /api/v1/__health HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, 405],
    [
      'with a body that is too large',
      `PUT /api/v1/cassandra/operations/drain HTTP/1.1\r\n${HOST}Connection: close\r\nContent-Length: 20000\r\n\r\n${'a'.repeat(20_000)}`,
      413,
    ],
    [
      'with a content type that is none',
      `PUT /api/v1/cassandra/logging/levels?logger=ROOT&level=INFO HTTP/1.1\r\n${HOST}Connection: close\r\nContent-Type: ;;;\r\nContent-Length: 2\r\n\r\n{}`,
      200,
    ],
  ])('%s', async (_, text, status) => {
    const answer = await answerTo(text);
    expect(statusesIn(answer)).toEqual([status]);
    const [, body = ''] = answer.split('\r\n\r\n');
    const inShape = status < 400 || status === 405 || Check(errorAnswer, JSON.parse(body));
    expect(inShape).toBe(true);
  });
});
