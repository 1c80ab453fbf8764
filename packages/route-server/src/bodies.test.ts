import { nodeControlErrors } from '@ringside/node-control';
import { errors } from '@ringside/core';
import { keyspaceName, keyspaceOfIdentifier, tableName, tableOfIdentifier } from '@ringside/model';
import {
  bytesBody,
  defineRoute,
  describeRoute,
  empty,
  integer,
  json,
  jsonBody,
  number,
  object,
  oneOf,
  operation,
  optional,
  parameter,
  routeTable,
  text,
} from '@ringside/route-kit';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterEach, describe, expect, it } from 'vitest';
import type { HandlersOf } from './handlers.ts';
import { type MadeServer, startMade } from './testing/made-server.ts';
import { named } from './testing/named-parameter.ts';
import { rawSocket, shell, statusesIn } from './testing.ts';
import { curlExample, openApiDocument } from './openapi.ts';

// The newest routes of Apache Cassandra Sidecar that have a body or begin an operation, none of which the sidecar has: paths and JSON are theirs.
const API = '/api/v1';
const SOON = { timeout: 15_000 };
const changes = { origin: 'apache', idempotent: true, audit: true } as const;

const job = object({ jobId: text(), jobStatus: oneOf('CREATED', 'RUNNING', 'SUCCEEDED', 'FAILED') }, { operation: text(), reason: text() });

const taskId = named('Id of the task.', /^[0-9a-f-]{1,36}$/);
const keyspace = parameter({ doc: 'A keyspace.', schema: text(), read: keyspaceOfIdentifier });
const table = parameter({ doc: 'A table.', schema: text(), read: tableOfIdentifier });
const startDataCopy = describeRoute(
  defineRoute({
    ...changes,
    id: 'startDataCopy',
    method: 'POST',
    path: `${API}/live-migration/data-copy-tasks`,
    body: jsonBody(
      object({
        maxIterations: integer({ minimum: 1 }),
        successThreshold: number({ minimum: 0, maximum: 1 }),
        maxConcurrency: integer({ minimum: 1 }),
      }),
      256,
    ),
    answer: operation(object({ taskId: text(), statusUrl: text() })),
    statuses: { 409: { when: 'One runs already', errors: ['NODE_REFUSED'] } },
    duration: 'short',
    idempotent: false,
    permission: 'LIVE_MIGRATION:DATA_COPY',
  }),
  {
    summary: 'Copy the data of another node',
    doc: 'Answers at once with where the task can be watched.',
    example: {
      body: { maxIterations: 3, successThreshold: 0.9, maxConcurrency: 4 },
      answer: { taskId: 'a3', statusUrl: '/api/v1/live-migration/data-copy-tasks/a3' },
    },
  },
);

const cancelDataCopy = describeRoute(
  defineRoute({
    ...changes,
    id: 'cancelDataCopy',
    method: 'PATCH',
    path: `${API}/live-migration/data-copy-tasks/:taskId`,
    params: { taskId },
    answer: json(object({ taskId: text(), state: text() })),
    statuses: { 404: { when: 'No such task', errors: ['NOT_FOUND'] } },
    duration: 'short',
    permission: 'LIVE_MIGRATION:DATA_COPY',
  }),
  {
    summary: 'Cancel a copy',
    doc: 'What was copied stays.',
    example: { params: { taskId: 'a1' }, answer: { taskId: 'a1', state: 'CANCELLED' } },
  },
);

const setLifecycle = describeRoute(
  defineRoute({
    ...changes,
    id: 'setLifecycle',
    method: 'PUT',
    path: `${API}/cassandra/lifecycle`,
    body: jsonBody(object({ state: text({ pattern: '^(?:[sS][tT][aA][rR][tT]|[sS][tT][oO][pP])$' }) })),
    answer: operation(object({ current_state: text(), desired_state: text(), status: text(), last_update: text() }), [200]),
    duration: 'long',
    permission: 'LIFECYCLE:MODIFY',
  }),
  {
    summary: 'Start or stop Cassandra',
    doc: '200 once it is as it should be.',
    example: {
      body: { state: 'stop' },
      answer: { current_state: 'RUNNING', desired_state: 'STOPPED', status: 'CONVERGING', last_update: 'stopping' },
    },
  },
);

const decommission = describeRoute(
  defineRoute({
    ...changes,
    id: 'decommission',
    method: 'PUT',
    path: `${API}/cassandra/operations/decommission`,
    answer: operation(job, [200, 409]),
    duration: 'short',
    permission: 'NODE:DECOMMISSION',
  }),
  {
    summary: 'Decommission the node',
    doc: '409 with the job where one runs already.',
    example: { answer: { jobId: 'b2', jobStatus: 'RUNNING', operation: 'decommission' } },
  },
);

const stopCompaction = describeRoute(
  defineRoute({
    ...changes,
    id: 'stopCompaction',
    method: 'PUT',
    path: `${API}/cassandra/operations/compaction/stop`,
    origin: 'ringside',
    body: jsonBody(object({}, { compactionType: text(), compactionId: text() })),
    answer: json(object({ status: oneOf('SUBMITTED') }, { compactionType: text(), compactionId: text() })),
    duration: 'short',
    permission: 'COMPACTION:MODIFY',
  }),
  {
    summary: 'Stop compactions',
    doc: 'By type or by id.',
    example: { body: { compactionType: 'VALIDATION' }, answer: { compactionType: 'VALIDATION', status: 'SUBMITTED' } },
  },
);

const uploadComponent = describeRoute(
  defineRoute({
    ...changes,
    id: 'uploadComponent',
    method: 'PUT',
    path: `${API}/uploads/:uploadId/keyspaces/:keyspace/tables/:table/components/:component`,
    params: {
      uploadId: named('Id of the upload.', /^[0-9a-fA-F\-:]{36,110}$/),
      keyspace,
      table,
      component: named('Name of the file.', /^[\w-]+\.(?:db|txt|crc32)$/),
    },
    headers: { 'content-md5': optional(named('Digest of the body.', /^[\w+/=]{24}$/)) },
    body: bytesBody(64 * 2 ** 20),
    answer: json(object({ uploadId: text(), uploadSizeBytes: integer(), serviceTimeMillis: integer() })),
    duration: 'long',
    permission: 'STAGED_SSTABLE:UPLOAD',
  }),
  {
    summary: 'Upload a component of an SSTable',
    doc: 'Checked by its digest, where one is given.',
    example: {
      params: {
        uploadId: '00000000-0000-4000-8000-000000000001',
        keyspace: keyspaceName('orders'),
        table: tableName('events'),
        component: 'nb-1-big-Data.db',
        'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==',
      },
      body: new TextEncoder().encode('bytes'),
      answer: { uploadId: '00000000-0000-4000-8000-000000000001', uploadSizeBytes: 5, serviceTimeMillis: 0 },
    },
  },
);

const deleteUpload = describeRoute(
  defineRoute({
    ...changes,
    id: 'deleteUpload',
    method: 'DELETE',
    path: `${API}/uploads/:uploadId`,
    params: { uploadId: named('Id of the upload.', /^[0-9a-fA-F\-:]{36,110}$/) },
    answer: empty(),
    duration: 'short',
    permission: 'STAGED_SSTABLE:DELETE',
  }),
  { summary: 'Forget an upload', doc: 'With all of its files.', example: { params: { uploadId: '00000000-0000-4000-8000-000000000001' } } },
);

const apacheRoutes = routeTable(startDataCopy, cancelDataCopy, setLifecycle, decommission, stopCompaction, uploadComponent, deleteUpload);
type Made = typeof apacheRoutes;

const UPLOAD = uploadComponent.example.params as Parameters<MadeServer<Made>['client']['uploadComponent']>[0];

async function sizeOf(body: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const piece of body) size += piece.length;
  return size;
}

/** Handlers that answer as the examples say, of what they are asked. */
const handlers: HandlersOf<Made> = {
  startDataCopy: async ({ body }) => ({
    status: 202,
    body: { taskId: `a${body.maxIterations}`, statusUrl: `${API}/live-migration/data-copy-tasks/a${body.maxIterations}` },
  }),
  cancelDataCopy: async ({ params }) => {
    if (params.taskId !== 'a1') throw errors.NOT_FOUND({ message: `There is no task ${params.taskId}` });
    return { body: { taskId: params.taskId, state: 'CANCELLED' } };
  },
  setLifecycle: async ({ body }) => {
    const stop = body.state.toLowerCase() === 'stop';
    const told = { current_state: 'RUNNING', desired_state: stop ? 'STOPPED' : 'RUNNING', last_update: 'told' };
    return { status: stop ? 202 : 200, body: { ...told, status: stop ? 'CONVERGING' : 'CONVERGED' } };
  },
  decommission: async () => ({ status: 409, body: { jobId: 'b2', jobStatus: 'FAILED', reason: 'One runs already' } }),
  stopCompaction: async ({ body }) => ({ body: { ...body, status: 'SUBMITTED' } }),
  uploadComponent: async ({ params, body }) => ({
    body: { uploadId: params.uploadId, uploadSizeBytes: await sizeOf(body), serviceTimeMillis: 0 },
  }),
  deleteUpload: async () => ({ body: undefined }),
};

let made: MadeServer<Made> | undefined;

async function start(over: Partial<HandlersOf<Made>> = {}, ...bounds: Parameters<typeof startMade>[2][]): Promise<MadeServer<Made>> {
  made = await startMade(apacheRoutes, { ...handlers, ...over }, ...bounds);
  return made;
}

afterEach(async () => {
  await made?.close();
  made = undefined;
});

describe('the newest routes of Apache’s with a body or an operation', () => {
  it('are told of by a valid OpenAPI document', async () => {
    const document = JSON.parse(JSON.stringify(openApiDocument({ version: '1', routes: apacheRoutes }))) as Record<string, unknown>;
    expect(await new Validator().validate(document)).toEqual({ valid: true });
  });

  it.each(Object.values(apacheRoutes).map((route) => [route.id, route] as const))(
    '%s answers the curl of its example',
    async (_, route) => {
      const { url } = await start({
        decommission: async () => ({ status: 202, body: decommission.example.answer as { jobId: string; jobStatus: 'RUNNING' } }),
      });
      const { stdout } = await shell(curlExample(route, url));
      const expected = route.id === 'setLifecycle' ? { current_state: 'RUNNING', desired_state: 'STOPPED' } : route.example.answer;
      const told: unknown = stdout === '' ? undefined : JSON.parse(stdout);
      expect({ told }).toMatchObject({ told: expected });
    },
  );

  it('are called by the client that is made of them, whose answer tells how far the work is', async () => {
    const { client } = await start();
    const body = { maxIterations: 7, successThreshold: 1, maxConcurrency: 1 };
    expect(await client.startDataCopy({ body })).toEqual({ status: 202, body: { taskId: 'a7', statusUrl: expect.stringMatching(/a7$/) } });
    expect(await client.setLifecycle({ body: { state: 'START' } })).toMatchObject({ status: 200, body: { status: 'CONVERGED' } });
    expect(await client.setLifecycle({ body: { state: 'stop' } })).toMatchObject({ status: 202, body: { status: 'CONVERGING' } });
    expect(await client.decommission()).toEqual({ status: 409, body: { jobId: 'b2', jobStatus: 'FAILED', reason: 'One runs already' } });
    expect(await client.cancelDataCopy({ taskId: 'a1' })).toEqual({ taskId: 'a1', state: 'CANCELLED' });
    await expect(client.cancelDataCopy({ taskId: 'a2' })).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'There is no task a2' });
    expect(await client.deleteUpload({ uploadId: UPLOAD.uploadId })).toBeUndefined();
  });

  it('tell an error with a status that they have for an answer too', async () => {
    const { client } = await start({ decommission: () => Promise.reject(nodeControlErrors.NODE_REFUSED({ message: 'It is drained' })) });
    await expect(client.decommission()).rejects.toMatchObject({ code: 'NODE_REFUSED', message: 'It is drained' });
  });
});

describe('a JSON body', () => {
  const LIFECYCLE = `${API}/cassandra/lifecycle`;
  const STOP = `${API}/cassandra/operations/compaction/stop`;

  it.each([
    [LIFECYCLE, '', 400, 'The body is missing'],
    [LIFECYCLE, '{', 400, 'The body is not JSON'],
    [LIFECYCLE, '[]', 400, /must be object/],
    [LIFECYCLE, '{}', 400, /must have required properties state/],
    [LIFECYCLE, '{"state": 1}', 400, /^The body’s state must be string/],
    [LIFECYCLE, '{"state": "pause"}', 400, /^The body’s state must match pattern/],
    [LIFECYCLE, '{"state": "stop", "later": true}', 202, undefined],
    [STOP, '{"compactionTyp": "VALIDATION"}', 400, 'This route has no field "compactionTyp"'],
  ])('of %s that is %j is answered with %i', async (path, body, status, message) => {
    const { url, logged } = await start();
    const response = await fetch(url + path, { method: 'PUT', body });
    const told = (await response.json()) as { message?: string };
    expect(response.status).toBe(status);
    expect(told.message ?? '').toMatch(message ?? /^$/);
    expect(logged).toEqual([]);
  });

  it('that is larger than its route takes is refused by the server, and by the client before it is sent', async () => {
    const { url, client } = await start();
    const response = await fetch(`${url}${API}/live-migration/data-copy-tasks`, { method: 'POST', body: ' '.repeat(257) });
    expect([response.status, await response.json()]).toEqual([413, expect.objectContaining({ code: 413, error: 'INVALID_ARGUMENT' })]);
    const body = { compactionId: 'x'.repeat(20_000) };
    await expect(client.stopCompaction({ body })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: /larger than the 16384 bytes/,
    });
  });
});

describe('an upload', () => {
  const PATH = `${API}/uploads/${UPLOAD.uploadId}/keyspaces/orders/tables/events/components/nb-1-big-Data.db`;

  it('reaches its handler as it comes, with its headers', async () => {
    const seen: (string | undefined)[] = [];
    const { client } = await start({
      uploadComponent: async (context) => {
        seen.push(context.params['content-md5'], context.params.keyspace);
        return handlers.uploadComponent(context);
      },
    });
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      for (let piece = 0; piece < 100; piece += 1) yield new Uint8Array(10_000);
    };
    expect(await client.uploadComponent({ ...UPLOAD, body: pieces() })).toMatchObject({ uploadSizeBytes: 1_000_000 });
    expect(seen).toEqual(['1B2M2Y8AsgTpgAmY7PhCfg==', 'orders']);
    await expect(client.uploadComponent({ ...UPLOAD, 'content-md5': 'short', body: new Uint8Array() })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { parameter: 'content-md5' },
    });
  });

  it('over its bound is refused before it is read where its length is known, else where it is exceeded', async () => {
    const { url } = await start();
    const head = `PUT ${PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n`;
    const known = await rawSocket(url);
    known.socket.write(`${head}Content-Length: ${64 * 2 ** 20 + 1}\r\n\r\n`);
    await expect.poll(() => known.closed()).toBe(true);
    expect(statusesIn(known.text())).toEqual([413]);
    const chunked = await rawSocket(url);
    chunked.socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `100000\r\n${'a'.repeat(2 ** 20)}\r\n`;
    for (let sent = 0; sent <= 64 && !chunked.closed(); sent += 1) chunked.socket.write(chunk);
    await expect.poll(() => statusesIn(chunked.text()), { timeout: 10_000 }).toEqual([413]);
    await expect.poll(() => chunked.closed()).toBe(true);
  });

  it('that its client gives up is told to its handler, and holds no place any more', async () => {
    const told: unknown[] = [];
    const abort = new AbortController();
    const { client } = await start({
      uploadComponent: async ({ body, signal }) => {
        signal.addEventListener('abort', () => told.push(signal.reason));
        for await (const _ of body) abort.abort();
        throw new Error('The body never ends');
      },
    });
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      for (;;) yield new Uint8Array(1_000);
    };
    await expect(client.uploadComponent({ ...UPLOAD, body: endless() }, { signal: abort.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    await expect.poll(() => told, SOON).toEqual([expect.objectContaining({ code: 'ABORTED' })]);
  });

  it('is read no faster than its handler reads it', async () => {
    let [sent, open] = [0, (): void => {}];
    const gate = new Promise<void>((resolve) => (open = resolve));
    const { client } = await start({
      uploadComponent: async (context) => {
        await gate;
        return handlers.uploadComponent(context);
      },
    });
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      for (; sent < 900; sent += 1) yield new Uint8Array(2 ** 16);
    };
    const uploading = client.uploadComponent({ ...UPLOAD, body: pieces() });
    for (let request = 0; request < 50; request += 1) await client.cancelDataCopy({ taskId: 'a1' });
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(450);
    open();
    expect(await uploading).toMatchObject({ uploadSizeBytes: 900 * 2 ** 16 });
  });

  it('may take longer than other requests to arrive, as long as it goes on', { timeout: 30_000 }, async () => {
    const { url } = await start({}, { clientTimeoutMs: 1_500 });
    const slow = await rawSocket(url);
    slow.socket.write(`PUT ${PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 8\r\n\r\n`);
    for (let sent = 0; sent < 8; sent += 1) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      slow.socket.write('a');
    }
    await expect.poll(() => statusesIn(slow.text()), SOON).toEqual([200]);
    const stuck = await rawSocket(url);
    stuck.socket.write(`PUT ${API}/cassandra/lifecycle HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 8\r\n\r\n{`);
    await expect.poll(() => statusesIn(stuck.text()), SOON).toEqual([408]);
  });
});
