import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { endSoon } from './end-of-process.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function fakeProcess(unwritten: number) {
  return { stdout: { writableLength: unwritten }, stderr: { writableLength: 0 }, exit: vi.fn() };
}

test('a process whose work is done ends although something keeps it alive', () => {
  const ending = fakeProcess(0);
  endSoon(ending, 1_000);
  vi.advanceTimersByTime(999);
  expect(ending.exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(ending.exit).toHaveBeenCalledOnce();
});

test('a process does not end before its reader has taken what was written', () => {
  const ending = fakeProcess(10);
  endSoon(ending, 1_000);
  vi.advanceTimersByTime(60_000);
  expect(ending.exit).not.toHaveBeenCalled();
  ending.stdout.writableLength = 0;
  vi.advanceTimersByTime(1_000);
  expect(ending.exit).toHaveBeenCalledOnce();
});
