import { createManualClock } from '@ringside/core/testing';
import { describe, expect, it } from 'vitest';
import { createFqdnLookup } from './fqdn.ts';

describe('createFqdnLookup()', () => {
  it('asks once, keeps the answer for ten minutes, and gives the address where there is no name', async () => {
    const clock = createManualClock();
    const asked: string[] = [];
    const fqdn = createFqdnLookup({
      clock,
      reverse: async (address) => {
        asked.push(address);
        if (address === '10.0.0.2') throw new Error('ENOTFOUND');
        return 'node-1.example';
      },
    });
    expect(await fqdn('10.0.0.1')).toBe('node-1.example');
    expect(await fqdn('10.0.0.1')).toBe('node-1.example');
    expect(await fqdn('10.0.0.2')).toBe('10.0.0.2');
    expect(asked).toEqual(['10.0.0.1', '10.0.0.2']);
    await clock.advance(600_001);
    await fqdn('10.0.0.1');
    expect(asked).toHaveLength(3);
  });

  it('does not hold up an answer: a slow name is there for the next one', async () => {
    const clock = createManualClock();
    let tell = (_name: string): void => {};
    const fqdn = createFqdnLookup({ clock, reverse: () => new Promise((resolve) => (tell = resolve)) });
    const first = fqdn('10.0.0.1');
    await clock.advance(200);
    expect(await first).toBe('10.0.0.1');
    tell('slow.example');
    expect(await fqdn('10.0.0.1')).toBe('slow.example');
  });
});
