import { abortFaults, type Begin } from '@ringside/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { openSession, type Session } from './session.ts';
import { type Behaviour, type FakeNode, startFakeNode } from './testing.ts';

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function node(behave: Behaviour): Promise<FakeNode> {
  const fake = await startFakeNode(behave);
  opened.push(() => fake.close());
  return fake;
}

const place = ({ port }: FakeNode) => ({ contactPoints: ['127.0.0.1'], port, connectTimeoutMs: 60_000, requestTimeoutMs: 60_000 });

/** Tries a request of a session, on a node that answers none after the session was opened. */
const onSession =
  (ask: (session: Session, ...args: Parameters<Begin>) => Promise<unknown>): Begin =>
  async (bounds, begun) => {
    let isOpen = false;
    const fake = await node(() => {
      if (isOpen) begun();
      return isOpen ? 'nothing' : undefined;
    });
    const session = await openSession(place(fake));
    opened.push(() => session.close());
    isOpen = true;
    return await ask(session, bounds, begun);
  };

/** Each public function that waits, as it is tried. */
const waiting: Readonly<Record<string, Begin>> = {
  openSession: async (bounds, begun) => {
    const fake = await node(() => {
      begun();
      return 'nothing';
    });
    return await openSession({ ...place(fake), ...bounds });
  },
  'Session.execute': onSession((session, bounds) => session.execute('SELECT', [], bounds)),
  'Session.rows': onSession((session, bounds) => session.rows('SELECT', [], bounds)[Symbol.asyncIterator]().next()),
  'Session.batch': onSession((session, bounds) => session.batch([{ statement: 'INSERT', values: [] }], bounds)),
};

describe.each(Object.entries(waiting))('%s()', (_, begin) => {
  it('sends nothing once it was aborted, and ends when it is aborted midway, each as abortError() says', async () => {
    expect(await abortFaults(begin)).toEqual([]);
  });
});
