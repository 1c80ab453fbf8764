import { describe, expect, it } from 'vitest';
import { readLock } from '../gates/lock.ts';
import { publishedPackages } from './published.ts';
import { sbomFaults } from './sbom-faults.ts';
import { sbomOf } from './sbom.ts';

interface Bom {
  readonly metadata: { readonly component: { readonly 'bom-ref': string } };
  readonly components: readonly { readonly 'bom-ref': string; readonly purl: string; readonly hashes?: readonly unknown[] }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

const lock = readLock();
const published = publishedPackages();
const textOf = (folder: string): string => sbomOf(published.find((each) => each.folder === folder) as (typeof published)[number], lock);
const bomOf = (folder: string): Bom => JSON.parse(textOf(folder)) as Bom;
const refsOf = (folder: string): readonly string[] => bomOf(folder).components.map((component) => component['bom-ref']);

describe('the bill of materials', () => {
  it.each(published)('of $folder follows the schema of CycloneDX and says nothing of where it was made', async ({ folder }) => {
    expect(await sbomFaults(folder, textOf(folder))).toEqual([]);
  });

  it('is about the package itself, and the same each time', () => {
    const version = published[0]?.manifest.version ?? '';
    expect(bomOf('packages/cli').metadata.component['bom-ref']).toBe(`@ringside/cli@${version}`);
    expect(textOf('packages/cli')).toBe(textOf('packages/cli'));
  });

  it('of the CLI holds the server, the driver and React in the dashboard, with hashes, but no test runner', () => {
    const { components } = bomOf('packages/cli');
    const named = (name: string): (typeof components)[number] | undefined =>
      components.find(({ purl }) => purl.startsWith(`pkg:npm/${name}@`));
    for (const name of ['fastify', 'cassandra-driver', 'react', 'commander']) expect(named(name)?.hashes).toHaveLength(1);
    expect(named('vitest')).toBeUndefined();
  });

  it('of a package without dependencies on others holds ours alone', () => {
    expect(refsOf('packages/ring')).toEqual([expect.stringMatching(/^@ringside\/core@/), expect.stringMatching(/^@ringside\/model@/)]);
  });

  it('says what each component depends on', () => {
    const { dependencies } = bomOf('packages/storage-model');
    const ring = dependencies.find(({ ref }) => ref.startsWith('@ringside/ring@'));
    expect(ring?.dependsOn).toEqual([expect.stringMatching(/^@ringside\/core@/), expect.stringMatching(/^@ringside\/model@/)]);
  });
});

describe('sbomFaults()', () => {
  const planted = (part: object): string => JSON.stringify({ ...(JSON.parse(textOf('packages/ring')) as object), ...part });

  it.each([
    [{ bomFormat: 'Planted' }, 'does not follow the schema'],
    [{ components: [{ type: 'library' }] }, 'does not follow the schema'],
    [{ components: [{ type: 'library', name: 'a', description: 'from https://mirror.example.org/a.tgz' }] }, 'holds an address'],
    [{ components: [{ type: 'library', name: '/home/someone/a' }] }, 'holds a path of a machine'],
  ])('finds a planted %j', async (part, fault) => {
    expect(await sbomFaults('ring', planted(part))).toEqual([expect.stringContaining(fault)]);
  });
});
