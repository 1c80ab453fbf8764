import { portsFor } from '@ringside/cluster';
import { describe, expect, it } from 'vitest';
import { readPages } from '../scripts/fences/page.ts';
import { PORT_BASES } from '../scripts/fences/port-base.ts';

const ports = PORT_BASES.flatMap((base) => Object.values(portsFor(base)));

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
