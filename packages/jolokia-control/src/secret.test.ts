import { keyspaceName } from '@ringside/model';
import { afterEach, describe, expect, test } from 'vitest';
import { createJolokiaControl } from './control.ts';
import { newJolokiaSecret, realmOf } from './secret.ts';
import { type FakeJolokia, json, startFakeJolokia } from './testing/fake-jolokia.ts';

let fake: FakeJolokia | undefined;

afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

interface Listener {
  readonly url: string;
  /** Secrets that were sent to it, in order. */
  readonly heard: readonly string[];
  /** Changes what it accepts and what it calls itself. */
  readonly become: (accepts: string | undefined, realm: string) => void;
}

/** Listens as an agent does: it names its realm to who comes without a secret that it accepts. */
async function listen(accepts: string | undefined, realm: string): Promise<Listener> {
  const heard: string[] = [];
  let now = { accepts, realm };
  fake = await startFakeJolokia((requests, response, { headers: { authorization } }) => {
    const secret = authorization === undefined ? undefined : atob(authorization.slice('Basic '.length)).slice('ringside:'.length);
    if (secret !== undefined) heard.push(secret);
    if (secret !== undefined && secret === now.accepts)
      return json(
        response,
        requests.map(() => ({ status: 200, value: { LoggingLevels: {} } })),
      );
    response.writeHead(401, { 'www-authenticate': `Basic realm="${now.realm}", charset="UTF-8"` }).end();
  });
  return { url: fake.url, heard, become: (next, name) => void (now = { accepts: next, realm: name }) };
}

const UNPROVEN = { code: 'NODE_CONTROL_UNAVAILABLE', retryable: true, message: expect.stringMatching(/does not know the secret/) };

describe('a secret of one start', () => {
  test('is sent once the agent has told the realm that belongs to it, and that is asked for once', async () => {
    const secret = newJolokiaSecret();
    const { url, heard } = await listen(secret, realmOf(secret));
    const control = createJolokiaControl({ url, secret: async () => secret });
    await control.loggingLevels();
    await control.loggingLevels();
    expect(heard).toEqual([secret, secret]);
    expect(fake?.posts).toHaveLength(3);
  });

  test('is read again when the node was restarted with another one, and the call goes on', async () => {
    let secret = newJolokiaSecret();
    const before = secret;
    const { url, heard, become } = await listen(secret, realmOf(secret));
    const control = createJolokiaControl({ url, secret: async () => secret });
    await control.loggingLevels();
    secret = newJolokiaSecret();
    become(secret, realmOf(secret));
    await expect(control.loggingLevels()).resolves.toEqual({});
    expect(heard).toEqual([before, before, secret]);
  });

  test('is never sent to a stranger, not even to one that tells the realm of the start before', async () => {
    let secret = newJolokiaSecret();
    const before = secret;
    const { url, heard, become } = await listen(before, realmOf(before));
    const control = createJolokiaControl({ url, secret: async () => secret });
    await control.loggingLevels();
    become(undefined, realmOf(before));
    secret = newJolokiaSecret();
    await expect(control.loggingLevels()).rejects.toMatchObject(UNPROVEN);
    await expect(control.flush({ keyspace: keyspaceName('orders') })).rejects.toMatchObject(UNPROVEN);
    become('whatever', 'jolokia');
    await expect(control.loggingLevels()).rejects.toMatchObject(UNPROVEN);
    expect(new Set(heard)).toEqual(new Set([before]));
    become(secret, realmOf(secret));
    await expect(control.loggingLevels()).resolves.toEqual({});
  });

  test('is not sent by a control that was made while the stranger listened', async () => {
    const secret = newJolokiaSecret();
    const { url, heard } = await listen(undefined, 'jolokia');
    await expect(createJolokiaControl({ url, secret }).loggingLevels()).rejects.toMatchObject(UNPROVEN);
    expect(heard).toEqual([]);
  });

  test('that the agent refuses although nothing else is in the file is NODE_CONTROL_DENIED', async () => {
    const secret = newJolokiaSecret();
    const { url, heard } = await listen(undefined, realmOf(secret));
    await expect(createJolokiaControl({ url, secret }).loggingLevels()).rejects.toMatchObject({ code: 'NODE_CONTROL_DENIED' });
    expect(heard).toEqual([secret]);
  });

  test('that cannot be read is NODE_CONTROL_UNAVAILABLE with the reason, and is read again by the next call', async () => {
    const secret = newJolokiaSecret();
    const { url } = await listen(secret, realmOf(secret));
    let fault: Error | undefined = new Error('the file is not there');
    const control = createJolokiaControl({ url, secret: async () => (fault === undefined ? secret : Promise.reject(fault)) });
    await expect(control.loggingLevels()).rejects.toMatchObject({
      code: 'NODE_CONTROL_UNAVAILABLE',
      message: expect.stringMatching(/cannot be asked: the file is not there$/),
    });
    fault = undefined;
    await expect(control.loggingLevels()).resolves.toEqual({});
  });
});

test('a secret that an operator chose is sent at once: an agent of theirs has a realm of theirs', async () => {
  const { url, heard } = await listen('chosen-by-an-operator', 'jolokia');
  await createJolokiaControl({ url, secret: 'chosen-by-an-operator' }).loggingLevels();
  expect(heard).toEqual(['chosen-by-an-operator']);
  expect(fake?.posts).toHaveLength(1);
});

test('every secret is another one, and its realm does not tell it', () => {
  const secrets = Array.from({ length: 100 }, () => newJolokiaSecret());
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) {
    expect(secret).toMatch(/^start-[\w-]{43}$/);
    expect(realmOf(secret)).not.toContain(secret.slice('start-'.length));
  }
});
