import { describe, expect, it } from 'vitest';
import { createRequestLimit } from './limits.ts';

describe('createRequestLimit()', () => {
  it('lets in so many at a time, and another when one has left, however often that says so', () => {
    const limit = createRequestLimit(2);
    const leave = limit.enter();
    limit.enter();
    expect(() => limit.enter()).toThrow(/already serves 2/);
    leave();
    leave();
    limit.enter();
    expect(() => limit.enter()).toThrow(/already serves 2/);
  });
});
