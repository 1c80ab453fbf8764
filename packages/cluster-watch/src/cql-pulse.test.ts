import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCqlPulse, type CqlPulse, endOf } from './cql-pulse.ts';
import { type FakeNode, startFakeNode } from './testing/fake-node.ts';

describe('createCqlPulse()', () => {
  let node: FakeNode;
  let pulse: CqlPulse;
  let ended: () => void;
  let hasEnded: Promise<void>;

  beforeEach(async () => {
    node = await startFakeNode();
    hasEnded = new Promise((resolve) => (ended = resolve));
    pulse = createCqlPulse({ host: '127.0.0.1', port: node.port }, () => ended());
  });

  afterEach(async () => {
    pulse.close();
    await node.kill();
  });

  it('is answered again and again over one connection', async () => {
    expect([await pulse.ask(5_000), await pulse.ask(5_000)]).toEqual(['answers', 'answers']);
    expect([node.asked, pulse.silentMs()]).toEqual([2, 0]);
  });

  it('asks a node that does not answer once, waits for it, and hears it when it goes on', async () => {
    await pulse.ask(5_000);
    node.mute(true);
    expect([await pulse.ask(30), await pulse.ask(30)]).toEqual(['silent', 'silent']);
    expect(pulse.silentMs()).toBeGreaterThanOrEqual(55);
    const late = pulse.ask(5_000);
    node.mute(false);
    expect([await late, node.asked]).toEqual(['answers', 2]);
  });

  it('ends what is asked when it is closed, and opens no other connection', async () => {
    await pulse.ask(5_000);
    node.mute(true);
    const open = pulse.ask(60_000);
    pulse.close();
    expect([await open, await pulse.ask(60_000)]).toEqual(['silent', 'silent']);
    expect(node.asked).toBeLessThanOrEqual(2);
  });

  it('tells at once when the connection ends, is refused then, and is answered when the node is back', async () => {
    await pulse.ask(5_000);
    await node.kill();
    await hasEnded;
    expect(await pulse.ask(5_000)).toBe('refuses');
    node = await startFakeNode({ port: node.port });
    expect(await pulse.ask(5_000)).toBe('answers');
  });
});

describe('a connection that ends', () => {
  const failed = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

  it.each([
    ['ECONNREFUSED', 'refuses'],
    ['ECONNRESET', 'refuses'],
    ['EPIPE', 'refuses'],
    ['EHOSTUNREACH', 'silent'],
    ['ENETUNREACH', 'silent'],
    ['ETIMEDOUT', 'silent'],
    ['ENOTFOUND', 'silent'],
    ['EACCES', 'silent'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'answers'],
  ])('for %s %s', (code, answer) => {
    expect(endOf(failed(code))).toBe(answer);
  });

  it('because the other side closed it refuses', () => {
    expect(endOf(undefined)).toBe('refuses');
  });

  it('for each address of a name refuses where one of them does', () => {
    expect(endOf(new AggregateError([failed('ETIMEDOUT'), failed('ECONNREFUSED')]))).toBe('refuses');
    expect(endOf(new AggregateError([failed('ETIMEDOUT'), failed('ENETUNREACH')]))).toBe('silent');
  });

  it('because no way leads there is silent for as long as that was tried, and is tried again', async () => {
    const pulse = createCqlPulse({ host: 'no-such-host.invalid', port: 9_042 });
    expect(await pulse.ask(20_000)).toBe('silent');
    const afterOneMs = pulse.silentMs();
    expect(await pulse.ask(20_000)).toBe('silent');
    expect(pulse.silentMs()).toBeGreaterThan(afterOneMs);
    pulse.close();
  });
});
