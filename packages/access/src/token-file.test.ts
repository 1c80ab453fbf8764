import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES } from './roles.ts';
import { formatTokens, makeToken, ownerOfToken, parseTokens } from './token-file.ts';

const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9._@-]{1,12}$/), { maxLength: 8 });
const hash = `sha256:${'0'.repeat(32)}:${'1'.repeat(64)}`;

describe('a file of tokens', () => {
  it('is read as it was written, and knows each token again', () => {
    fc.assert(
      fc.property(
        names,
        fc.subarray([...ROLES, 'backup', '/ops/dba'], { minLength: 1 }),
        fc.option(fc.integer({ min: 1, max: 4e12 })),
        (all, roles, expires) => {
          const made = all.map((name) => makeToken(name, roles, expires ?? undefined));
          const entries = parseTokens(formatTokens(made.map(({ entry }) => entry)), 'tokens');
          expect(entries).toEqual(made.map(({ entry }) => entry));
          for (const { token, entry } of made) expect(ownerOfToken(entries, token, 0)).toEqual(entry);
          expect(ownerOfToken(entries, 'x'.repeat(43), 0)).toBeUndefined();
        },
      ),
      { numRuns: 50 },
    );
  });

  it('does not hold the token, and never the same hash twice', () => {
    const [one, other] = [makeToken('a', ['viewer']), makeToken('a', ['viewer'])];
    expect(one.token).toMatch(/^[\w-]{43}$/);
    expect(one.token).not.toBe(other.token);
    expect(formatTokens([one.entry])).not.toContain(one.token);
  });

  it('lets a token in until the moment that it expires', () => {
    const { token, entry } = makeToken('a', ['viewer'], 1_000);
    expect([ownerOfToken([entry], token, 999), ownerOfToken([entry], token, 1_000)]).toEqual([entry, undefined]);
  });

  it.each([
    ['a viewer', 'the third word is not a hash'],
    [`a viewer,,admin ${hash}`, '"" cannot be the name of a role'],
    [`a bo=ss ${hash}`, '"bo=ss" cannot be the name of a role'],
    [`ä viewer ${hash}`, 'the name has letters'],
    [`a viewer ${hash} soon`, 'the time at which the token expires cannot be read'],
    [`a viewer ${hash} 2027-01-01T00:00:00Z x`, 'more than four words'],
    [`a viewer ${hash}\na admin ${hash}`, 'a has a token already'],
  ])('with the line %j is refused: %s', (line, message) => {
    expect(() => parseTokens(`# tokens\n\n${line}\n`, 'tokens')).toThrow(message);
  });

  it('repeats nothing of what may be a token in the place of its hash', () => {
    expect(() => parseTokens('a viewer my-secret-token\n', '/etc/tokens')).toThrow(/^\/etc\/tokens, line 1: (?!.*my-secret)/);
  });

  it('takes no name that would break its line, and no token without a role', () => {
    for (const name of ['', 'a b', 'a\nb', '#a', 'x'.repeat(65)]) expect(() => makeToken(name, ['viewer'])).toThrow('cannot be the name');
    expect(() => makeToken('a', [])).toThrow('has no role');
    for (const role of ['', 'a b', 'a,b', 'a\nb', 'x'.repeat(65)])
      expect(() => makeToken('a', [role])).toThrow('cannot be the name of a role');
  });
});
