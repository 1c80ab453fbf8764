import { once } from 'node:events';
import { createServer } from 'node:net';
import { portsFor } from '@ringside/cluster';
import { describe, expect, it } from 'vitest';
import { readPages } from '../scripts/fences/page.ts';
import { claimPortBase, PORT_BASES } from '../scripts/fences/port-base.ts';

const ports = PORT_BASES.flatMap((base) => Object.values(portsFor(base)));

async function occupy(port: number): Promise<AsyncDisposable> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

describe('PORT_BASES', () => {
  it('share no port, and all ports have as many digits as those that pages show', () => {
    expect(new Set(ports).size).toBe(ports.length);
    expect(ports.filter((port) => String(port).length !== 4)).toEqual([]);
  });

  it('have no port that is a number on a page, where it would be taken for a port', { timeout: 120_000 }, async () => {
    const texts = (await readPages()).flatMap(({ id, fences }) =>
      fences.flatMap(({ code, output }) => [code, output?.text ?? ''].map((text) => ({ id, text }))),
    );
    const known = new Set(ports.map(String));
    const found = texts.flatMap(({ id, text }) =>
      (text.match(/(?<![\d.])\d{4}(?!\d)/g) ?? []).filter((number) => known.has(number)).map((number) => `${id}: ${number}`),
    );
    expect(texts.length).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });
});

describe('claimPortBase()', () => {
  it('gives no base to two, and gives it again once it is released', async () => {
    const [base] = PORT_BASES as readonly [number];
    const claim = await claimPortBase([base]);
    await expect(claimPortBase([base])).rejects.toThrow('None of 1 port bases is free');
    await claim.release();
    const again = await claimPortBase([base]);
    expect(again.base).toBe(base);
    await again.release();
  });

  it('passes over a base one of whose ports another program has, and leaves none of its own behind', async () => {
    const [taken, free] = PORT_BASES.slice(-2) as [number, number];
    for (const port of Object.values(portsFor(taken))) {
      await using _other = await occupy(port);
      const claim = await claimPortBase([taken, free]);
      expect(claim.base).toBe(free);
      await claim.release();
    }
    const claim = await claimPortBase([taken]);
    await claim.release();
  });
});
