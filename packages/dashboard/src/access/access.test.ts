import { describe, expect, it } from 'vitest';
import { readToken, refusalOf } from './access.ts';

describe('readToken()', () => {
  it('takes what a header can carry, without the blanks that pasting adds', () => {
    expect(readToken(' t0ken/+=\n')).toBe('t0ken/+=');
    for (const none of ['', ' ', 'two words', 'tökén', 'a\u0000b', 'a\r\nb: c']) expect(readToken(none)).toBeUndefined();
  });
});

describe('refusalOf()', () => {
  it('tells no token, a wrong one and one that has ended apart', () => {
    expect(refusalOf({ token: undefined }, false)).toBe('missing');
    expect(refusalOf({ token: undefined }, true)).toBe('missing');
    expect(refusalOf({ token: 'a' }, false)).toBe('wrong');
    expect(refusalOf({ token: 'a' }, true)).toBe('ended');
  });
});
