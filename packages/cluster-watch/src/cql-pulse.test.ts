import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCqlPulse, type CqlPulse } from './cql-pulse.ts';
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

  it('tells at once when the connection ends, is refused then, and is answered when the node is back', async () => {
    await pulse.ask(5_000);
    await node.kill();
    await hasEnded;
    expect(await pulse.ask(5_000)).toBe('refuses');
    node = await startFakeNode({ port: node.port });
    expect(await pulse.ask(5_000)).toBe('answers');
  });
});
