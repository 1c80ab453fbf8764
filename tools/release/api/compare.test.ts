import { describe, expect, it } from 'vitest';
import { changesBetween } from './compare.ts';

describe('changesBetween()', () => {
  const recorded = 'export function token(key: string): bigint;\nexport const RING: number;\n';

  it('finds nothing where the exports are what is written down', () => {
    expect(changesBetween(recorded, recorded)).toEqual([]);
  });

  it('finds a new, a changed and a removed export', () => {
    expect(changesBetween(recorded, `${recorded}export const planted: number;\n`)).toEqual(['+ export const planted: number;']);
    expect(changesBetween(recorded, recorded.replace('string', 'Uint8Array'))).toEqual([
      '- export function token(key: string): bigint;',
      '+ export function token(key: Uint8Array): bigint;',
    ]);
    expect(changesBetween(recorded, 'export const RING: number;\n')).toEqual(['- export function token(key: string): bigint;']);
  });

  it('finds lines that have changed places', () => {
    expect(changesBetween('a\nb\n', 'b\na\n')).toEqual(['  the same lines in another order']);
  });
});
