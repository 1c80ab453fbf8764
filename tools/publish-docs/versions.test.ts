import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkVersionName, compareVersions, isVersionName } from './version-name.ts';
import { latestOf, readVersions, withVersion, writeVersions } from './versions-file.ts';

const COMMIT = 'a'.repeat(40);
const name = fc.oneof(
  fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((numbers) => numbers.join('.')),
  fc.constantFrom('main', 'next', '1.0.0-rc.1', '1.0.0-rc.2', 'v2', '2.0'),
);

describe('checkVersionName()', () => {
  it.each(['0.1.0', 'v2', 'main', '1.0.0-rc.1', 'a_b'])('takes %s', (version) => expect(checkVersionName(version)).toBe(version));

  it.each([
    '',
    '.',
    '..',
    '../x',
    'a/b',
    'a\\b',
    'a..b',
    '.git',
    '-x',
    'latest',
    'Latest',
    'index.html',
    'versions.json',
    'CNAME',
    'x.lock',
    'a b',
    'ü',
    'x'.repeat(65),
    'a\n',
    'a.',
  ])('refuses %j', (version) => expect(() => checkVersionName(version)).toThrow('--doc-version'));

  it('takes nothing that leaves its folder or needs escaping in an address, whatever the text', () => {
    fc.assert(
      fc.property(fc.string().filter(isVersionName), (text) => {
        expect(new URL(`http://host/root/${text}/`).pathname).toBe(`/root/${text}/`);
      }),
    );
  });
});

describe('compareVersions()', () => {
  it('lists numbers from the greatest, a pre-release after its release, names last', () => {
    const versions = ['main', '0.9.0', '1.0.0-rc.2', '0.10.0', '1.0.0', '1.0.0-rc.10', 'dev', 'v2'];
    expect(versions.toSorted(compareVersions)).toEqual(['v2', '1.0.0', '1.0.0-rc.10', '1.0.0-rc.2', '0.10.0', '0.9.0', 'dev', 'main']);
  });

  it('is an order: the same list, however it is mixed', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name), fc.nat(), (versions, seed) => {
        const mixed = versions.toSorted((a, b) => ((a.length * seed) % 7) - ((b.length * seed) % 7));
        expect(mixed.toSorted(compareVersions)).toEqual(versions.toSorted(compareVersions));
      }),
    );
  });
});

describe('withVersion()', () => {
  it('always lists each version once, and at most one as latest; exactly one unless the alias was always left alone', () => {
    const step = fc.record({
      commit: fc.constant(COMMIT),
      version: name,
      title: fc.constant(undefined),
      alias: fc.constantFrom('move', 'stay', 'byRule'),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        const versions = steps.reduce(withVersion, [] as ReturnType<typeof withVersion>);
        expect(new Set(versions.map(({ version }) => version))).toEqual(new Set(steps.map(({ version }) => version)));
        const latest = versions.filter(({ aliases }) => aliases.includes('latest'));
        expect(latest).toHaveLength(steps.every(({ alias }) => alias === 'stay') ? 0 : 1);
      }),
    );
  });

  it('does not let a name or an older release take latest from a newer one', () => {
    const published = withVersion([], { commit: COMMIT, version: '1.1.0', title: undefined, alias: 'byRule' });
    for (const version of ['main', '1.0.9', '2.0.0-rc.1']) {
      expect(latestOf(withVersion(published, { commit: COMMIT, version, title: undefined, alias: 'byRule' }))).toBe('1.1.0');
    }
    expect(latestOf(withVersion(published, { commit: COMMIT, version: '1.2.0', title: undefined, alias: 'byRule' }))).toBe('1.2.0');
  });

  it.each([
    ['main', ['1.1.0', 'main'], '1.1.0'],
    ['1.0.9', ['1.1.0', '2.0.0-rc.1'], '1.1.0'],
    ['2.0.0', ['1.1.0'], '2.0.0'],
    ['main', ['2.0.0-rc.1'], '2.0.0-rc.1'],
  ])('gives the alias of a removed version, when %s is published beside %j, to %s', (version, standing, heir) => {
    const published = standing.map((one) => ({ version: one, title: one, aliases: [] }));
    const added = { commit: COMMIT, version, title: undefined, alias: 'byRule', aliasLost: true } as const;
    expect(latestOf(withVersion(published, added))).toBe(heir);
  });

  it('gives the alias of a removed version to another one than that which is to leave it alone', () => {
    const added = { commit: COMMIT, version: '3.0.0', title: undefined, alias: 'stay', aliasLost: true } as const;
    expect(latestOf(withVersion([{ version: '1.0.0', title: '1.0.0', aliases: [] }], added))).toBe('1.0.0');
    expect(latestOf(withVersion([], added))).toBeUndefined();
  });

  it('keeps what somebody else noted of a version, and refuses a commit that is none', () => {
    const noted = '[{"version":"1.0","title":"1.0","aliases":[],"properties":{"hidden":true}}]';
    const versions = withVersion(readVersions(noted, 'it'), { commit: COMMIT, version: '1.0', title: undefined, alias: 'stay' });
    expect(versions[0]?.properties).toEqual({ hidden: true, commit: COMMIT });
    expect(() => readVersions(noted.replace('true', 'true,"commit":"HEAD"'), 'it')).toThrow('it is not a list of versions');
  });

  it('keeps a title until another is given', () => {
    const first = withVersion([], { commit: COMMIT, version: '1.0', title: 'One', alias: 'byRule' });
    expect(withVersion(first, { commit: COMMIT, version: '1.0', title: undefined, alias: 'byRule' })[0]?.title).toBe('One');
    expect(withVersion(first, { commit: COMMIT, version: '1.0', title: 'Uno', alias: 'byRule' })[0]?.title).toBe('Uno');
  });
});

describe('readVersions()', () => {
  it('reads what writeVersions() writes', () => {
    const versions = withVersion([], { commit: COMMIT, version: '1.0', title: 'One', alias: 'byRule' });
    expect(readVersions(writeVersions(versions), 'versions.json')).toEqual(versions);
  });
});
