import {
  defineRoute,
  describeRoute,
  either,
  events,
  file,
  type FileContent,
  HEARTBEAT_MS,
  json,
  object,
  oneOf,
  optional,
  parameter,
  routeTable,
  text,
} from '@ringside/route-kit';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from './admission/authentication.ts';
import type { HandlersOf } from './handlers.ts';
import { createNodeLimits, createRequestLimit } from './bounds/limits.ts';
import { type MadeServer, startMade } from './testing/made-server.ts';
import { named } from './testing/named-parameter.ts';
import { rawSocket, shell, statusesIn } from './testing.ts';
import { curlExample, openApiDocument } from './openapi.ts';

// The newest routes of Apache Cassandra Sidecar that serve files, and events of operations, none of which the sidecar has.
const API = '/api/v1';

const looks = { method: 'GET', origin: 'apache', duration: 'short', idempotent: true, audit: false } as const;
const job = object({ jobId: text(), jobStatus: oneOf('CREATED', 'RUNNING', 'SUCCEEDED', 'FAILED') }, { operation: text(), reason: text() });

const fileParams = {
  dirType: parameter({
    doc: 'Kind of directory.',
    schema: oneOf('data', 'commitlog'),
    read: (given) => (given === 'data' || given === 'commitlog' ? given : undefined),
  }),
  dirIndex: parameter({
    doc: 'Which of them.',
    schema: text({ pattern: '^\\d$' }),
    read: (given): number | undefined => (/^\d$/.test(given) ? Number(given) : undefined),
    write: (index: number) => String(index),
  }),
  file: named('Path below the directory.', /^[^\0]{1,200}$/),
};
const FILE_PATH = `${API}/live-migration/files/:dirType/:dirIndex/:file*` as const;
const FILE_EXAMPLE = { dirType: 'data', dirIndex: 0, file: 'orders/events 1/nb-1-big-Data.db' } as const;

const migrationFile = describeRoute(
  defineRoute({
    ...looks,
    id: 'migrationFile',
    path: FILE_PATH,
    params: fileParams,
    query: { digestAlgorithm: optional(named('Answer with the digest and not with the file.', /^(?:MD5|XXHash32)$/)) },
    answer: either(file(), json(object({ digest: text(), digestAlgorithm: text() }))),
    duration: 'long',
    permission: 'LIVE_MIGRATION:LIST_FILES',
  }),
  {
    summary: 'A file, or its digest',
    doc: 'A part of it, if a range is asked for.',
    example: { params: FILE_EXAMPLE, answer: 'abcdefghij' },
  },
);

const migrationFileHead = describeRoute(
  defineRoute({
    ...looks,
    id: 'migrationFileHead',
    method: 'HEAD',
    path: FILE_PATH,
    params: fileParams,
    answer: file(),
    permission: 'LIVE_MIGRATION:LIST_FILES',
  }),
  {
    summary: 'The size of a file',
    doc: 'As a range can be asked for.',
    example: { params: FILE_EXAMPLE },
  },
);

const jobEvents = describeRoute(
  defineRoute({
    ...looks,
    id: 'jobEvents',
    path: `${API}/cassandra/operational-jobs/events`,
    answer: events(job),
    permission: 'OPERATIONAL_JOB:READ',
  }),
  {
    summary: 'What jobs do',
    doc: 'One event for each change of a job.',
    example: { answer: { jobId: 'b2', jobStatus: 'RUNNING' } },
  },
);

const apacheRoutes = routeTable(migrationFile, migrationFileHead, jobEvents);
type Made = typeof apacheRoutes;
type Job = { readonly jobId: string; readonly jobStatus: 'RUNNING' };

const CALLER: Caller = { name: 'ada', by: 'token', may: () => true };
const CONTENT = new TextEncoder().encode('abcdefghij');

function contentOf(bytes: Uint8Array): FileContent {
  return {
    sizeBytes: bytes.length,
    open: async function* ({ start, end }) {
      yield bytes.slice(start, end);
    },
  };
}

const handlers: HandlersOf<Made> = {
  migrationFile: async ({ params: { digestAlgorithm, file: path } }) =>
    digestAlgorithm === undefined ? { file: contentOf(CONTENT) } : { body: { digest: path, digestAlgorithm } },
  migrationFileHead: async () => ({ file: contentOf(CONTENT) }),
  jobEvents: async () => ({ events: jobs(3) }),
};

async function* jobs(most: number): AsyncGenerator<Job> {
  for (let id = 1; id <= most; id += 1) yield { jobId: `b${id}`, jobStatus: 'RUNNING' };
}

let made: MadeServer<Made> | undefined;

async function start(over: Partial<HandlersOf<Made>> = {}, ...bounds: Parameters<typeof startMade>[2][]): Promise<MadeServer<Made>> {
  made = await startMade(apacheRoutes, { ...handlers, ...over }, ...bounds);
  return made;
}

afterEach(async () => {
  vi.useRealTimers();
  await made?.close();
  made = undefined;
});

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let read = '';
  for await (const piece of pieces) read += decoder.decode(piece, { stream: true });
  return read;
}

describe('the newest routes of Apache’s with a file or events', () => {
  it('are told of by a valid OpenAPI document', async () => {
    const document = JSON.parse(JSON.stringify(openApiDocument({ version: '1', routes: apacheRoutes }))) as Record<string, unknown>;
    expect(await new Validator().validate(document)).toEqual({ valid: true });
  });

  it.each([
    ['migrationFile', 'abcdefghij'],
    ['migrationFileHead', /^HTTP\/1.1 200 OK[^]*content-length: 10\r\n/],
    ['jobEvents', 'data: {"jobId":"b3","jobStatus":"RUNNING"}'],
  ] as const)('%s answers the curl of its example', async (id, expected) => {
    const { url } = await start();
    expect((await shell(curlExample(apacheRoutes[id], url))).stdout).toMatch(expected);
  });
});

describe('a file', () => {
  it.each([
    [undefined, 200, 'abcdefghij', undefined],
    ['bytes=0-9', 200, 'abcdefghij', undefined],
    ['bytes=2-4', 206, 'cde', 'bytes 2-4/10'],
    ['bytes=8-100', 206, 'ij', 'bytes 8-9/10'],
    ['bytes=7-', 206, 'hij', 'bytes 7-9/10'],
    ['bytes=-2', 206, 'ij', 'bytes 8-9/10'],
    ['bytes=10-', 416, 416, 'bytes */10'],
    ['bytes=-0', 416, 416, 'bytes */10'],
    ['bytes=4-2', 416, 416, 'bytes */10'],
    ['bytes=0-1,3-4', 416, 416, 'bytes */10'],
    ['bytes=-', 416, 416, 'bytes */10'],
    ['lines=1-2', 416, 416, 'bytes */10'],
  ])('of which %s is asked for is answered with %i', async (range, status, expected, contentRange) => {
    const { url, logged } = await start();
    const response = await fetch(`${url}${API}/live-migration/files/data/0/a`, { ...(range !== undefined && { headers: { range } }) });
    const answered = await response.text();
    expect([response.status, response.headers.get('content-range')]).toEqual([status, contentRange ?? null]);
    expect(status === 416 ? (JSON.parse(answered) as { code: number }).code : answered).toBe(expected);
    expect(logged).toEqual([]);
  });

  it.each(['GET', 'HEAD'])('that is empty has no range that could be sent, so a %s is answered with 416', async (method) => {
    const empty = async (): Promise<{ file: FileContent }> => ({ file: contentOf(new Uint8Array()) });
    const { url } = await start({ migrationFile: empty, migrationFileHead: empty });
    for (const headers of [{}, { range: 'bytes=0-' }]) {
      const response = await fetch(`${url}${API}/live-migration/files/data/0/a`, { method, headers });
      await response.text();
      expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */0']);
    }
  });

  it('or its digest is what the client gets, by one method', async () => {
    const { client } = await start();
    const params = { dirType: 'data', dirIndex: 0, file: 'orders/events 1/é?.db' } as const;
    const part = await client.migrationFile(params, { range: { start: 2, end: 5 } });
    if (!('content' in part)) throw new Error('No file came');
    expect([part.sizeBytes, part.range, await textOf(part.content)]).toEqual([10, { start: 2, end: 5 }, 'cde']);
    const whole = await client.migrationFile(params);
    expect('content' in whole && [whole.sizeBytes, await textOf(whole.content)]).toEqual([10, 'abcdefghij']);
    const digest = { digest: params.file, digestAlgorithm: 'MD5' };
    expect(await client.migrationFile({ ...params, digestAlgorithm: 'MD5' })).toEqual(digest);
    await expect(client.migrationFile(params, { range: { start: 10 } })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('has a path that never leaves its place', async () => {
    const { client } = await start();
    for (const path of ['../x', 'a/../x', 'a//x', '/x', 'a/.'])
      await expect(client.migrationFile({ dirType: 'data', dirIndex: 0, file: path })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  /** A file of 1 GiB that tells how much of it was read, and when it is closed. */
  function large(): { readonly content: FileContent; readonly read: () => number; readonly closed: () => boolean } {
    let [read, closed] = [0, false];
    const open = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (; read < 2 ** 30; read += 2 ** 16) yield new Uint8Array(2 ** 16);
      } finally {
        closed = true;
      }
    };
    return { content: { sizeBytes: 2 ** 30, open }, read: () => read, closed: () => closed };
  }

  it('is read no faster than the client reads it, and closed when the client leaves, which gives the place back', async () => {
    const source = large();
    const { client } = await start(
      { migrationFile: async ({ params }) => ({ file: params.file === 'large' ? source.content : contentOf(CONTENT) }) },
      { longLimit: createNodeLimits(1, () => 'busy') },
    );
    const params = { dirType: 'data', dirIndex: 0, file: 'large' } as const;
    const answer = await client.migrationFile(params);
    if (!('content' in answer)) throw new Error('No file came');
    for await (const _ of answer.content) {
      for (let request = 0; request < 50; request += 1) await textOf((await client.jobEvents()) && emptyPieces());
      expect(source.read()).toBeLessThan(2 ** 28);
      expect(source.closed()).toBe(false);
      await expect(client.migrationFile({ ...params, file: 'small' })).rejects.toMatchObject({ code: 'SIDECAR_BUSY' });
      break;
    }
    await expect.poll(source.closed).toBe(true);
    await expect.poll(async () => client.migrationFile({ ...params, file: 'small' }).then(() => 'served', String)).toBe('served');
  });

  it('that a client asks for and does not read is closed in time', async () => {
    const source = large();
    const { url } = await start({ migrationFile: async () => ({ file: source.content }) }, { clientTimeoutMs: 200 });
    const raw = await rawSocket(url);
    raw.socket.pause();
    raw.socket.write(`GET ${API}/live-migration/files/data/0/a HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    await expect.poll(source.closed, { timeout: 10_000 }).toBe(true);
    expect(source.read()).toBeLessThan(2 ** 28);
    raw.end();
  });
});

async function* emptyPieces(): AsyncGenerator<Uint8Array> {}

describe('events', () => {
  /** Endless events that tell how their stream ended. */
  function endless(signal: AbortSignal, ended: unknown[]): AsyncIterable<Job> {
    return (async function* () {
      try {
        yield* jobs(1);
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
      } finally {
        ended.push(signal.aborted);
      }
    })();
  }

  it('reach the client one by one, to the last one', async () => {
    const { client } = await start();
    const seen: string[] = [];
    for await (const { jobId } of await client.jobEvents()) seen.push(jobId);
    expect(seen).toEqual(['b1', 'b2', 'b3']);
  });

  it('end at the handler when the client leaves in their middle, and give their place back', async () => {
    const ended: unknown[] = [];
    const { client } = await start(
      { jobEvents: async ({ signal }) => ({ events: endless(signal, ended) }) },
      { eventLimit: createRequestLimit(1, () => 'busy') },
    );
    for await (const { jobId } of await client.jobEvents()) {
      expect(jobId).toBe('b1');
      await expect(client.jobEvents()).rejects.toMatchObject({ code: 'SIDECAR_BUSY' });
      break;
    }
    await expect.poll(() => ended).toEqual([true]);
    await expect.poll(async () => client.jobEvents().then(() => 'served', String)).toBe('served');
  });

  it('end when the caller aborts, with ABORTED', async () => {
    const [ended, abort] = [[] as unknown[], new AbortController()];
    const { client } = await start({ jobEvents: async ({ signal }) => ({ events: endless(signal, ended) }) });
    const listen = async (): Promise<void> => {
      for await (const _ of await client.jobEvents({}, { signal: abort.signal })) abort.abort();
    };
    await expect(listen()).rejects.toMatchObject({ code: 'ABORTED' });
    await expect.poll(() => ended).toEqual([true]);
  });

  it('end when the server closes, which waits for none of them', async () => {
    const { client, close } = await start({ jobEvents: async ({ signal }) => ({ events: endless(signal, []) }) });
    const seen: string[] = [];
    for await (const { jobId } of await client.jobEvents()) {
      seen.push(jobId);
      void close();
    }
    expect(seen).toEqual(['b1']);
  });

  it('that stay away for longer than a heartbeat can are OPERATION_TIMED_OUT to the client', async () => {
    const { client } = await start({ jobEvents: async ({ signal }) => ({ events: endless(signal, []) }) });
    const listen = async (): Promise<void> => {
      for await (const _ of await client.jobEvents({}, { timeoutMs: 100 })) expect(HEARTBEAT_MS).toBeGreaterThan(100);
    };
    await expect(listen()).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  });

  it.each([
    ['whose token has expired', () => Promise.reject(new Error('expired'))],
    ['that has lost its role', async () => ({ ...CALLER, may: () => false })],
  ])('break off within a heartbeat at a caller %s', async (_, later) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const [ended, callers] = [[] as unknown[], [async () => CALLER, async () => CALLER, later]];
    const { client, logged } = await start(
      { jobEvents: async ({ signal }) => ({ events: endless(signal, ended) }) },
      { authenticate: async () => (callers.shift() ?? later)() },
    );
    const seen: string[] = [];
    const listen = async (): Promise<void> => {
      for await (const { jobId } of await client.jobEvents()) {
        seen.push(jobId);
        await vi.advanceTimersByTimeAsync(HEARTBEAT_MS);
        expect(ended).toEqual([]);
        await vi.advanceTimersByTimeAsync(HEARTBEAT_MS);
      }
    };
    await expect(listen()).rejects.toMatchObject({ code: 'SIDECAR_UNAVAILABLE' });
    expect([seen, ended.length, logged]).toEqual([['b1'], 1, []]);
  });

  it('that fail at the handler fail at the client', async () => {
    const failing = async function* (): AsyncGenerator<Job> {
      yield* jobs(1);
      throw new Error('The source broke');
    };
    const { client } = await start({ jobEvents: async () => ({ events: failing() }) });
    const listen = async (): Promise<void> => {
      for await (const { jobId } of await client.jobEvents()) expect(jobId).toBe('b1');
    };
    await expect(listen()).rejects.toMatchObject({ code: 'SIDECAR_UNAVAILABLE' });
  });

  it('come as the standard frames them, with a comment first, and are no answer to a HEAD', async () => {
    const { url } = await start();
    const raw = await rawSocket(url);
    raw.socket.write(`GET ${API}/cassandra/operational-jobs/events HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    await expect.poll(() => raw.closed()).toBe(true);
    expect(statusesIn(raw.text())).toEqual([200]);
    expect(raw.text()).toMatch(/content-type: text\/event-stream\r\n[^]*:\n\n[^]*data: {"jobId":"b1","jobStatus":"RUNNING"}\n\n/);
  });
});
