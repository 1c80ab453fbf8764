import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReport, formatSeconds, progressBar } from './report.mjs';

let text;
beforeEach(() => {
  text = '';
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const reportOn = (isTTY, env = {}) =>
  createReport({ stream: { isTTY, columns: 80, write: (part) => (text += part) }, env, nowMs: () => Date.now() });
const ESCAPE = '\u001B[';

describe('createReport()', () => {
  it('prints one plain line a step, and a sign of life every 15 seconds, where there is no terminal', () => {
    const step = reportOn(false).step('Installing');
    step.update('3 of 4 packages', 0.75);
    vi.advanceTimersByTime(16_000);
    step.done('4 packages');
    expect(text).toBe(`  … Installing  15.0 s  3 of 4 packages\n  ✔ ${'4 packages'.padEnd(58)}   16.0 s\n`);
  });

  it('marks what was left out as neither done nor failed', () => {
    reportOn(false).step('Fetching').skip('not yet');
    expect(text).toBe(`  · ${'not yet'.padEnd(58)}    0.0 s\n`);
  });

  it('moves one line with a bar on a terminal', () => {
    const step = reportOn(true).step('Installing');
    step.update('3 of 4 packages', 0.5);
    vi.advanceTimersByTime(200);
    expect(text).toContain(`${progressBar(0.5)} 0.2 s 3 of 4 packages`);
    expect(text).not.toContain('\n');
    step.done('4 packages');
    expect(text.endsWith('\n')).toBe(true);
  });

  it('moves one line for steps that run side by side, each with how far it is', () => {
    const report = reportOn(true, { NO_COLOR: '1' });
    const first = report.step('Installing');
    const second = report.step('Fetching');
    first.update('3 of 4 packages', 0.75);
    vi.advanceTimersByTime(100);
    expect(text).toMatch(/ Installing {2}75% 0\.1 s · Fetching 0\.1 s$/);
    first.done('4 packages');
    vi.advanceTimersByTime(100);
    expect(text.split('\n').at(-1)).toContain(' Fetching 0.2 s ');
    second.done('all');
    expect(text.split('\n')).toHaveLength(3);
  });

  it('never draws a line that wraps', () => {
    const step = reportOn(true, { NO_COLOR: '1' }).step('Installing');
    step.update('x'.repeat(200));
    vi.advanceTimersByTime(100);
    expect(text.replaceAll('\r\u001B[2K', '').length).toBeLessThan(80);
    step.fail();
  });

  it('uses colors on a terminal only, and not with NO_COLOR', () => {
    reportOn(true).problem('Wrong.', 'Mend it.');
    expect(text).toContain(ESCAPE);
    text = '';
    reportOn(true, { NO_COLOR: '1' }).problem('Wrong.', 'Mend it.');
    reportOn(false).problem('Wrong.', 'Mend it.');
    expect(text).toBe('✖ Wrong.\n  Mend it.\n'.repeat(2));
  });

  it('writes plain lines in a CI job that has a terminal', () => {
    reportOn(true, { CI: 'true' }).step('Installing').done('done');
    expect(text).not.toContain(ESCAPE);
  });
});

describe('progressBar()', () => {
  it('stays within its width for any fraction', () => {
    expect(progressBar(-1)).toBe(`${'░'.repeat(24)}   0%`);
    expect(progressBar(2)).toBe(`${'█'.repeat(24)} 100%`);
    expect(formatSeconds(62_149)).toBe('62.1 s');
  });
});
