import { describe, expect, it } from 'vitest';
import { barsOf, partsFault } from './parts.ts';

const whole = { name: 'tokens' };
const divided = { name: 'pull-request', parts: ['page', 'all'], plan: async () => [] };
const asked = { dryRun: false, record: false };

describe('partsFault()', () => {
  it('takes parts that are there, of a benchmark that has some', () => {
    expect(partsFault(divided, { ...asked, only: ['page'], keep: 'times.json', dryRun: true })).toBeUndefined();
    expect(partsFault(divided, { ...asked, record: true })).toBeUndefined();
    expect(partsFault(whole, { ...asked, record: true })).toBeUndefined();
  });

  it('refuses what cannot be done, in a sentence', () => {
    expect(partsFault(whole, { ...asked, only: ['page'] })).toMatch(/^tokens has no parts/);
    expect(partsFault(whole, { ...asked, keep: 'times.json' })).toMatch(/^tokens has no parts/);
    expect(partsFault(whole, { ...asked, dryRun: true })).toMatch(/^tokens cannot tell/);
    expect(partsFault(divided, { ...asked, only: ['pages'] })).toMatch(/no part called pages. There are: page, all/);
    expect(partsFault(divided, { ...asked, only: ['page'], record: true })).toMatch(/^Only whole results/);
  });
});

describe('barsOf()', () => {
  it('leaves out the bars of parts that are not measured, and no other', () => {
    const bars = [
      { figure: 'page.seconds', atMost: 1 },
      { figure: 'all.seconds', atMost: 2 },
      { figure: 'ratio', atMost: 1 },
    ];
    expect(barsOf({ bars, parts: ['page', 'all'] }, ['all']).map(({ figure }) => figure)).toEqual(['all.seconds', 'ratio']);
    expect(barsOf({ bars }, [])).toEqual(bars);
  });
});
