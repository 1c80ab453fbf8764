import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../ci/steps.ts';
import { declarationFaults } from './declaration-faults.ts';
import { archiveFaults, manifestFaults } from './manifest-faults.ts';
import { type Manifest, type Published, publishedPackages } from './published.ts';
import { examplesOf } from './readme.ts';

const published = publishedPackages();
const ring = published.find(({ folder }) => folder === 'packages/ring') as Published;
const change = (part: Partial<Manifest>): Published => ({ ...ring, manifest: { ...ring.manifest, ...part } });
const read = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

describe('every package that is published', () => {
  it.each(published)('$folder has a complete manifest', (each) => {
    expect(manifestFaults(each)).toEqual([]);
  });

  it.each(published)('$folder has the licence and the notice of the workspace', ({ folder }) => {
    expect(read(folder, 'LICENSE')).toBe(read('LICENSE'));
    expect(read(folder, 'NOTICE')).toBe(read('NOTICE'));
  });

  it.each(published)('$folder has a README that begins with its name', ({ folder, manifest }) => {
    expect(read(folder, 'README.md').split('\n')[0]).toBe(`# ${manifest.name}`);
  });

  it('has the version of the workspace, and so does everything that depends on it', () => {
    const { version } = JSON.parse(read('package.json')) as Manifest;
    for (const { manifest } of published) {
      expect(manifest).toMatchObject({ version });
      const ours = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(([name]) =>
        name.startsWith('@ringside/'),
      );
      for (const [, wanted] of ours) expect(wanted).toBe(version);
    }
  });

  it('depends on published packages only', () => {
    const names = published.map(({ manifest }) => manifest.name);
    const ours = published.flatMap(({ manifest }) =>
      Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@ringside/')),
    );
    expect(names).toEqual(expect.arrayContaining(ours));
  });
});

describe('the address of the sources', () => {
  const url = (JSON.parse(read('package.json')) as Manifest).repository?.url;

  it('is that of the root manifest in what the README tells to clone', () => {
    expect(url).toMatch(/^git\+https:\/\/.*\.git$/);
    expect(read('README.md')).toContain(`\ngit clone ${url?.slice('git+'.length)}\n`);
  });

  it('is missed where a package has another one', () => {
    const other = { ...ring.manifest.repository, url: 'git+https://host.example/fork.git' };
    expect(manifestFaults(change({ repository: other }))).toEqual([`@ringside/ring: repository.url is not ${url}`]);
  });
});

describe('manifestFaults()', () => {
  it.each<[string, Partial<Manifest>, string]>([
    ['another licence', { license: 'UNLICENSED' }, 'license is not Apache-2.0'],
    ['no provenance', { publishConfig: { access: 'public' } }, 'publishConfig.provenance is not true'],
    ['an archive that is not public', { publishConfig: { provenance: true } }, 'publishConfig.access is not public'],
    [
      'another folder',
      { repository: { ...ring.manifest.repository, directory: 'packages/core' } },
      'repository.directory is not packages/ring',
    ],
    ['no engines', { engines: {} }, 'engines.node is missing'],
    ['no build in it', { files: ['src'] }, 'files lacks dist'],
  ])('finds a planted manifest with %s', (_, part, fault) => {
    expect(manifestFaults(change(part))).toEqual([`@ringside/ring: ${fault}`]);
  });
});

describe('archiveFaults()', () => {
  const whole = ['package.json', 'README.md', 'LICENSE', 'NOTICE', 'src/index.ts', 'dist/index.d.ts', 'dist/index.js'];

  it('accepts an archive with all that the manifest names', () => {
    expect(archiveFaults(ring, whole)).toEqual([]);
  });

  it.each(['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts'])('finds that %s is missing', (file) => {
    expect(
      archiveFaults(
        ring,
        whole.filter((each) => each !== file),
      ),
    ).toEqual([`@ringside/ring: ${file} is missing`]);
  });

  it.each([
    ['src/token.test.ts', 'is a test'],
    ['dist/testing/fake.js', 'is support of tests'],
    ['dist/lib.tsbuildinfo', 'is a note of the compiler'],
    ['.env', 'may hold what nobody else should read'],
  ])('finds a planted %s', (file, why) => {
    expect(archiveFaults(ring, [...whole, file])).toEqual([`@ringside/ring: ${file} ${why}`]);
  });
});

describe('examplesOf()', () => {
  it('takes the programs of a README, and what they say they print', () => {
    const readme = '# x\n\n```bash\nnpm install x\n```\n\n```js\nimport { one } from "x";\n\nconsole.log(one); // 1\n```\n';
    expect(examplesOf(readme)).toEqual([{ code: 'import { one } from "x";\n\nconsole.log(one); // 1\n', prints: ['1'] }]);
  });
});

describe('declarationFaults()', () => {
  const manifest = { name: '@ringside/tide', version: '1.0.0', dependencies: { pino: '1.0.0' }, peerDependencies: { react: '>=18' } };
  it.each([
    ["import type { ReactElement } from 'react';", ['@types/react']],
    ["export declare const jsx: import('react/jsx-runtime').JSX.Element;", ['@types/react']],
    ["import type { Socket } from 'node:net';", ['@types/node']],
    ['export declare const a: NodeJS.Signals, b: Buffer;', ['@types/node']],
    ["import type { Level } from 'pino';\nexport * from './x.js';\nimport type { X } from '@ringside/tide';", []],
    ["import type { Client } from '@scope/driver/lib';", ['@scope/driver']],
    ["/** Like `import x from 'vite'`, or a Buffer. */\nexport declare const x: 1; // from 'vite'", []],
  ])('finds in %s what the manifest lacks: %j', (declaration, missing) => {
    expect(declarationFaults(manifest, [declaration])).toEqual(missing.map((each) => `@ringside/tide: its declarations need ${each}`));
  });
});
