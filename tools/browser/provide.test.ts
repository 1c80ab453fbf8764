import { describe, expect, it } from 'vitest';
import { browserProblem } from './provide.ts';

describe('browserProblem()', () => {
  const machine = { platform: 'linux', arch: 'x64', glibc: '2.35' };

  it('has nothing against Linux on x64 with glibc 2.34 or newer, such as Ubuntu 22.04 and Debian 12', () => {
    for (const glibc of ['2.34', '2.35', '2.36', '3.0']) expect(browserProblem({ ...machine, glibc })).toBeUndefined();
  });

  it.each([
    [{ platform: 'darwin' }, 'this is darwin on x64'],
    [{ arch: 'arm64' }, 'this is linux on arm64'],
    [{ glibc: '2.31' }, 'with glibc 2.31'],
    [{ glibc: undefined }, 'with no glibc'],
  ])('says what another machine lacks: %j', (other, said) => {
    expect(browserProblem({ ...machine, ...other })).toContain(said);
  });
});
