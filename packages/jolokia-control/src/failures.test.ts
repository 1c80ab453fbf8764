import { OpsError } from '@ringside/core';
import { keyspaceName, snapshotTag, tableName } from '@ringside/model';
import { afterEach, describe, expect, test } from 'vitest';
import { type Answerer, type FakeJolokia, json, startFakeJolokia } from './testing/fake-jolokia.ts';
import { createJolokiaControl } from './control.ts';
import type { NodeControl } from '@ringside/node-control';

const SECRET = 'the-secret-of-this-node';
let fake: FakeJolokia | undefined;

afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

/** A control of a fake agent that answers so. */
async function against(answer: Answerer, timeoutMs = 5_000): Promise<NodeControl> {
  fake = await startFakeJolokia(answer);
  return createJolokiaControl({ url: fake.url, secret: SECRET, timeoutMs });
}

/** The error that a call ends with, checked to be fit for showing. */
async function errorOf(call: Promise<unknown>): Promise<OpsError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OpsError);
  const shown = error as OpsError;
  expect(JSON.stringify(shown)).not.toContain(SECRET);
  expect(shown.remedy).not.toBe('');
  return shown;
}

describe('an agent that does not answer', () => {
  test('nobody at the port is NODE_CONTROL_UNAVAILABLE, retryable, with the reason', async () => {
    const control = await against((_, response) => json(response, []));
    await fake?.close();
    const error = await errorOf(control.status());
    expect(error).toMatchObject({ code: 'NODE_CONTROL_UNAVAILABLE', retryable: true });
    expect(error.message).toMatch(/^The control endpoint of 127\.0\.0\.1:\d+ does not answer: ECONNREFUSED$/);
  });

  test('one that is too slow is NODE_CONTROL_UNAVAILABLE after the time-out, and the connection is given up', async () => {
    const control = await against(() => {}, 50);
    const error = await errorOf(control.status());
    expect(error.message).toMatch(/did not answer within 50 ms$/);
    expect(error.code).toBe('NODE_CONTROL_UNAVAILABLE');
    await expect.poll(() => fake?.open()).toBe(0);
  });

  test('one that stops in the middle of its answer is too slow as well', async () => {
    const control = await against((_, response) => void response.writeHead(200).write('[{"status":2'), 50);
    expect((await errorOf(control.gossip())).code).toBe('NODE_CONTROL_UNAVAILABLE');
  });

  test('one that hangs up is NODE_CONTROL_UNAVAILABLE', async () => {
    const control = await against((_, response) => void response.destroy());
    expect((await errorOf(control.ring())).code).toBe('NODE_CONTROL_UNAVAILABLE');
  });

  test('the caller’s abort wins over the time-out and comes with its reason', async () => {
    const control = await against(() => {});
    const abort = new AbortController();
    const call = control.status({ signal: abort.signal });
    const reason = new Error('enough');
    abort.abort(reason);
    await expect(call).rejects.toMatchObject({ code: 'ABORTED', cause: reason });
  });

  test('no more POSTs run at a time than allowed', async () => {
    let most = 0;
    // Nobody is answered before as many are open as may be: however slow the machine, they meet.
    const waiting: (() => void)[] = [];
    const control = await against((requests, response) => {
      const body = requests.map(() => ({ status: 200, value: { LoggingLevels: {} } }));
      waiting.push(() => setTimeout(() => json(response, body), 5));
      most = Math.max(most, fake?.open() ?? 0);
      if (most >= 4) for (const answer of waiting.splice(0)) answer();
    });
    await Promise.all(Array.from({ length: 20 }, () => control.loggingLevels()));
    expect(most).toBe(4);
  });
});

describe('a node that is frozen', () => {
  /** What an agent is sent that changes its node. */
  const changes = (): readonly unknown[] => fake?.posts.flat().filter(({ type }) => type === 'exec') ?? [];

  test('is sent nothing that would change it once it thaws, whether the caller gives up or time does', async () => {
    const patient = await against(() => {}, 60_000);
    const hasty = createJolokiaControl({ url: fake?.url ?? '', secret: SECRET, timeoutMs: 50 });
    const abort = new AbortController();
    const { signal } = abort;
    const left = [
      patient.drain({ signal }),
      patient.takeSnapshot({ tag: snapshotTag('a'), keyspaces: [keyspaceName('orders')], signal }),
      patient.clearSnapshot({ tag: snapshotTag('a'), signal }),
      patient.setLoggingLevel('ROOT', 'INFO', { signal }),
    ];
    const late = [hasty.drain(), hasty.flush({ keyspace: keyspaceName('orders') }), hasty.stopGossip(), hasty.startGossip()];
    const native = [hasty.stopNativeTransport(), hasty.startNativeTransport()];
    const calls = [...left, ...late, ...native].map((call) => call.catch((error: unknown) => error));
    await expect.poll(() => fake?.posts.length, { timeout: 15_000 }).toBeGreaterThan(0);
    abort.abort(new Error('the client left'));
    await Promise.all(calls);
    expect(changes()).toEqual([]);
  });

  test('answers reads again as soon as it can, however many operations hang there', async () => {
    const control = await against((requests, response) => {
      if (requests.some(({ type }) => type === 'exec')) return;
      json(
        response,
        requests.map(() => ({ status: 200, value: { OperationMode: 'NORMAL', LoggingLevels: {} } })),
      );
    });
    const abort = new AbortController();
    const { signal } = abort;
    const hanging = Array.from({ length: 20 }, () => control.setLoggingLevel('ROOT', 'INFO', { signal }).catch((error: unknown) => error));
    await expect.poll(() => changes().length, { timeout: 15_000 }).toBe(8);
    await expect(control.loggingLevels()).resolves.toEqual({});
    abort.abort(new Error('enough'));
    await Promise.all(hanging);
    expect(changes()).toHaveLength(8);
  });

  test('has its snapshots waited for once it has been asked for them, although the caller has given up', async () => {
    const answers: (() => void)[] = [];
    const control = await against((requests, response) => {
      const answer = (): void =>
        json(
          response,
          requests.map(() => ({ status: 200, value: { OperationMode: 'NORMAL' } })),
        );
      if (requests.some(({ type }) => type === 'exec')) answers.push(answer);
      else answer();
    });
    const abort = new AbortController();
    const { signal } = abort;
    const asked = [control.takeSnapshot({ tag: snapshotTag('a'), signal }), control.clearSnapshot({ tag: snapshotTag('b'), signal })];
    await expect.poll(() => answers.length, { timeout: 15_000 }).toBe(2);
    abort.abort(new Error('the client left'));
    for (const answer of answers) answer();
    await expect(Promise.all(asked)).resolves.toHaveLength(2);
  });
});

describe('surveys of many tables and snapshots', () => {
  const tables = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ keyspace: keyspaceName('orders'), table: tableName(`t${at}`) }));
  const isSurvey = ({ mbean, attribute }: Record<string, unknown>): boolean =>
    attribute === 'SnapshotDetails' || String(mbean).includes('type=Table,');

  test('keep no other read waiting, however many are slow', async () => {
    const control = await against((requests, response) => {
      if (requests.some((request) => isSurvey(request))) return;
      json(
        response,
        requests.map(() => ({ status: 200, value: { LoggingLevels: {} } })),
      );
    });
    const abort = new AbortController();
    const { signal } = abort;
    const slow = Array.from({ length: 8 }, (_, at) =>
      (at % 2 === 0 ? control.tableStats(tables(1), { signal }) : control.listSnapshots({ signal })).catch((error: unknown) => error),
    );
    await expect.poll(() => fake?.posts.length, { timeout: 15_000 }).toBe(4);
    await expect(control.loggingLevels()).resolves.toEqual({});
    abort.abort(new Error('enough'));
    await Promise.all(slow);
  });

  test('ask for at most 2,000 attributes with one POST, and for every table once, in order', async () => {
    const control = await against((requests, response) =>
      json(
        response,
        requests.map(() => ({ status: 200, value: { Value: 1, Count: 2 } })),
      ),
    );
    for (const [snapshots, sizes] of [
      [false, [1_998, 102]],
      [true, [2_000, 800]],
    ] as const) {
      const sent = fake?.posts.length ?? 0;
      const found = await control.tableStats(tables(700), { snapshots });
      expect(fake?.posts.slice(sent).map(({ length }) => length)).toEqual(sizes);
      expect(found.map(({ table }) => table)).toEqual(tables(700).map(({ table }) => table));
    }
  });
});

describe('an agent that denies', () => {
  test('a wrong secret is NODE_CONTROL_DENIED and not retryable', async () => {
    const control = await against((_, response) => void response.writeHead(401).end());
    expect(await errorOf(control.status())).toMatchObject({ code: 'NODE_CONTROL_DENIED', retryable: false });
  });

  test('the secret goes into the header of that very agent, and a redirect is not followed', async () => {
    const seen: (string | undefined)[] = [];
    const control = await against((_, response, request) => {
      seen.push(request.headers.authorization);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await errorOf(control.status());
    expect(seen).toEqual([`Basic ${btoa(`ringside:${SECRET}`)}`]);
  });

  test('a policy that does not let the machine in, or forbids one of many requests, is NODE_CONTROL_DENIED', async () => {
    const refusal = { status: 403, error_type: 'java.lang.Exception', error: 'Reading attribute Tokens is forbidden' };
    const whole = await against((_, response) => json(response, refusal));
    expect((await errorOf(whole.status())).code).toBe('NODE_CONTROL_DENIED');
    await fake?.close();
    const one = await against((requests, response) =>
      json(
        response,
        requests.map(() => refusal),
      ),
    );
    const error = await errorOf(one.gossip());
    expect(error.code).toBe('NODE_CONTROL_DENIED');
    expect(error.message).toContain('Reading attribute Tokens is forbidden');
  });
});

describe('an answer that is none', () => {
  test.each<[string, string, number]>([
    ['a web page', '<html>hello</html>', 200],
    ['a text', 'hello', 200],
    ['an empty body', '', 200],
    ['a JSON that is cut off', '[{"value":{"t1":{', 200],
    ['a JSON object', '{}', 200],
    ['too few answers', '[]', 200],
    ['too many answers', '[{"status":200},{"status":200}]', 200],
    ['an answer without a status', '[{}]', 200],
    ['null', '[null]', 200],
    ['a server error', 'oops', 500],
    ['a missing page', '', 404],
  ])('%s is NODE_CONTROL_MALFORMED', async (_, body, status) => {
    const control = await against((_requests, response) => void response.writeHead(status).end(body));
    expect(await errorOf(control.loggingLevels())).toMatchObject({ code: 'NODE_CONTROL_MALFORMED', retryable: false });
  });

  test.each<[string, unknown]>([
    ['no object', 'x'],
    ['no map', { LoggingLevels: [] }],
    ['no text in it', { LoggingLevels: { ROOT: 1 } }],
    ['nothing', null],
  ])('a value that is %s is NODE_CONTROL_MALFORMED', async (_, value) => {
    const control = await against((_requests, response) => json(response, [{ status: 200, value }]));
    expect((await errorOf(control.loggingLevels())).code).toBe('NODE_CONTROL_MALFORMED');
  });
});

describe('an operation that Cassandra refuses', () => {
  test.each<[string, string, string]>([
    ['java.lang.IllegalArgumentException', 'Keyspace nope does not exist', 'NOT_FOUND'],
    ['java.lang.IllegalArgumentException', 'The keyspace nope, does not exist', 'NOT_FOUND'],
    ['java.lang.IllegalArgumentException', 'Unknown keyspace/cf pair (a.b)', 'NOT_FOUND'],
    ['java.io.IOException', 'Snapshot a already exists.', 'SNAPSHOT_EXISTS'],
    ['java.io.IOException', 'java.io.IOException : Snapshot a already exists.', 'SNAPSHOT_EXISTS'],
    ['java.lang.IllegalArgumentException', 'java.lang.IllegalArgumentException : Unknown keyspace/cf pair (a.b)', 'NOT_FOUND'],
    ['java.io.IOException', 'java.io.IOException : Keyspace nope does not exist', 'NOT_FOUND'],
    [
      'java.lang.RuntimeException',
      "java.lang.RuntimeException: Exception occured while executing TakeSnapshotTask{options=CreateSnapshotOptions{tag='a'}}: Snapshot a for b.c already exists.",
      'SNAPSHOT_EXISTS',
    ],
    ['javax.management.InstanceNotFoundException', 'org.apache.cassandra.db:type=StorageService', 'NODE_CONTROL_UNAVAILABLE'],
    ['java.lang.IllegalStateException', 'the node was drained', 'NODE_REFUSED'],
    ['java.lang.NullPointerException', '', 'NODE_REFUSED'],
  ])('%s: %j is %s', async (errorType, message, code) => {
    const control = await against((requests, response) =>
      json(
        response,
        requests.map(() => ({ status: 500, error_type: errorType, error: message })),
      ),
    );
    const error = await errorOf(control.startNativeTransport());
    expect(error.code).toBe(code);
    expect(error.retryable).toBe(code === 'NODE_CONTROL_UNAVAILABLE');
    expect(error.message).not.toMatch(/[:,] ?$/);
  });
});

test.each([
  'http://10.0.0.1:8778/jolokia',
  'https://127.0.0.1:8778/',
  'http://user:pw@127.0.0.1/',
  'nonsense',
  'http://127.0.0.1.example.org/',
])('the address %j is refused', (url) => {
  expect(() => createJolokiaControl({ url, secret: SECRET })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  expect(() => createJolokiaControl({ url, secret: SECRET })).not.toThrow(/pw/);
});
