import { expect, it } from 'vitest';
import { isLogLevel, LOG_LEVELS } from './log-level.ts';

it('isLogLevel() knows the levels of logback in upper case, and nothing else', () => {
  expect(LOG_LEVELS.filter((level) => !isLogLevel(level))).toEqual([]);
  expect(['', 'info', 'Info', ' INFO', 'LOUD', 'FATAL', 'constructor'].filter((text) => isLogLevel(text))).toEqual([]);
});
