import { expect, test } from 'vitest';
import { macAvailableBytes, vmStatBytes } from './vm-stat.ts';

/** The form that vm_stat(1) prints, with figures that are easy to add up. */
const OUTPUT = `Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                                1000.
Pages active:                            400000.
Pages inactive:                           20000.
Pages speculative:                          300.
Pages throttled:                              0.
Pages wired down:                        130000.
Pages purgeable:                           7000.
"Translation faults":                 123456789.
`;

test('free, inactive and speculative pages are memory that programs can have', () => {
  expect(vmStatBytes(OUTPUT)).toBe((1_000 + 20_000 + 300) * 16_384);
});

test('another text tells nothing', () => {
  expect(vmStatBytes('')).toBeUndefined();
  expect(vmStatBytes(OUTPUT.replace(/^Pages inactive.*$/m, ''))).toBeUndefined();
});

test('where there is no such program, what Node calls free is taken', async () => {
  expect(await macAvailableBytes()).toBeGreaterThan(0);
});
