import { errors } from '@ringside/core';
import { bytesBody, defineRoute, events, file, json, matching, object, parameter, routeTable, text } from '@ringside/route-kit';
import { afterEach, describe, expect, it } from 'vitest';
import type { HandlersOf } from './handlers.ts';
import { type MadeServer, startMade } from './testing/made-server.ts';
import { type RawSocket, rawSocket, statusesIn } from './testing.ts';

const SOON = { timeout: 15_000 };
const CLIENT_TIMEOUT_MS = 300;
/** Well over the time that a request has to arrive in. */
const SLOW_MS = 1_000;

const looks = { method: 'GET', origin: 'ringside', duration: 'short', idempotent: true, audit: false, permission: 'none' } as const;
const said = object({ said: text() });

const name = parameter({ doc: 'A name.', schema: text({ pattern: '^\\w+$' }), read: matching(/^\w+$/) });

const routes = routeTable(
  defineRoute({ ...looks, id: 'slowAnswer', path: '/slow/answer', answer: json(said) }),
  defineRoute({ ...looks, id: 'slowEvents', path: '/slow/events', answer: events(said) }),
  defineRoute({ ...looks, id: 'slowFile', path: '/slow/file', answer: file() }),
  defineRoute({
    ...looks,
    id: 'upload',
    method: 'PUT',
    path: '/uploads/:name',
    params: { name },
    body: bytesBody(2 ** 30),
    answer: json(said),
    audit: true,
  }),
);

async function slowly(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
}

const handlers: HandlersOf<typeof routes> = {
  slowAnswer: async () => {
    await slowly();
    return { body: { said: 'a' } };
  },
  slowEvents: async () => ({
    events: (async function* () {
      await slowly();
      yield { said: 'a' };
    })(),
  }),
  slowFile: async () => ({
    file: {
      sizeBytes: 1,
      open: async function* () {
        await slowly();
        yield new TextEncoder().encode('a');
      },
    },
  }),
  upload: async () => ({ body: { said: 'a' } }),
};

let made: MadeServer<typeof routes> | undefined;
let raw: RawSocket | undefined;

async function connectTo(over: Parameters<typeof startMade>[2] = {}): Promise<RawSocket> {
  made = await startMade(routes, handlers, over);
  raw = await rawSocket(made.url);
  return raw;
}

afterEach(async () => {
  raw?.end();
  await made?.close();
});

describe('an answer that takes longer than a request may take to arrive', { timeout: 30_000 }, () => {
  it.each(['answer', 'events', 'file'])('leaves its connection as it was: %s', async (what) => {
    const { socket, text: received, closed } = await connectTo({ clientTimeoutMs: CLIENT_TIMEOUT_MS });
    const end = what === 'events' ? '0\r\n\r\n' : 'a';
    for (const statuses of [[200], [200, 200]]) {
      const before = received().length;
      socket.write(`GET /slow/${what} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
      await expect
        .poll(() => received().slice(before).split('\r\n\r\n').slice(1).join('\r\n\r\n'), SOON)
        .toMatch(what === 'answer' ? /}$/ : new RegExp(`${end}$`));
      expect([statusesIn(received()), closed()]).toEqual([statuses, false]);
    }
  });
});

describe('a body that never ends', { timeout: 30_000 }, () => {
  const long = 'a'.repeat(1_025);
  const refuse = (): never => {
    throw errors.UNAUTHORIZED({ message: 'No' });
  };

  it.each([
    ['a path that cannot be decoded', 400, '/uploads/%zz', '', undefined],
    ['a parameter that is too long', 414, `/uploads/${long}`, '', undefined],
    ['a request without a token', 401, '/uploads/a', '', refuse],
    ['a page of another origin', 403, '/uploads/a', 'Origin: http://evil.example\r\n', undefined],
  ])('is read no further once its request is refused: %s, %i', async (_, status, path, header, authenticate) => {
    const { socket, text: received, closed } = await connectTo({ authenticate });
    socket.write(`PUT ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${header}Transfer-Encoding: chunked\r\n\r\n`);
    const drip = setInterval(() => socket.write('1\r\na\r\n'), 20);
    try {
      await expect.poll(closed, SOON).toBe(true);
    } finally {
      clearInterval(drip);
    }
    expect(statusesIn(received())).toEqual([status]);
  });

  it('is told from a request without one, whose connection goes on after it was refused', async () => {
    const { socket, text: received, closed } = await connectTo();
    for (const statuses of [[400], [400, 400]]) {
      socket.write('GET /uploads/%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
      await expect.poll(() => statusesIn(received()), SOON).toEqual(statuses);
    }
    expect(closed()).toBe(false);
  });
});
