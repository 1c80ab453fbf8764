import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useCluster } from '@ringside/cluster/vitest';
import { openSession } from '@ringside/client';
import { expect, it } from 'vitest';
import type { CitedFigure, Figure } from '../figures/figure.ts';
import { computeFigures } from '../scripts/generate/figures.ts';
import { amountOf } from './support/amount.ts';

/** A default that a page quotes from the source of the Cassandra that is run here, with the setting that it is the default of. */
interface QuotedDefault {
  readonly page: string;
  readonly value: string;
  readonly setting: string;
}

const isCited = (figure: Figure): figure is CitedFigure => typeof figure === 'object' && 'source' in figure;

const quoted: readonly QuotedDefault[] = Object.entries(await computeFigures()).flatMap(([page, figures]) =>
  Object.values(figures)
    .filter(isCited)
    .filter(({ source }) => source.includes('Config.java') && source.includes('Cassandra 5.0'))
    .flatMap(({ value, source }) => {
      const [, setting] = /, ([a-z]+(?:_[a-z]+)+)/.exec(source) ?? [];
      return setting === undefined ? [] : [{ page, value, setting }];
    }),
);

const cluster = useCluster({ nodes: 1 });

async function settings(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const session = await openSession({ contactPoints: [cluster().node(0).address], port: cluster().nativePort });
  try {
    const query = 'SELECT name, value FROM system_views.settings WHERE name IN ?';
    const { rows } = await session.execute(query, [names]);
    return new Map(rows.map(({ name, value }) => [String(name), String(value)]));
  } finally {
    await session.close();
  }
}

it('a default that a page quotes from Config.java is what a node has whose cassandra.yaml does not set it', async () => {
  expect(quoted.length).toBeGreaterThan(6);
  const yaml = await readFile(join(cluster().directory, 'node1', 'conf', 'cassandra.yaml'), 'utf8');
  const actual = await settings(quoted.map(({ setting }) => setting));
  const told = quoted.map(({ page, setting, value }) => ({ page, setting, isSet: yaml.includes(`${setting}:`), amount: amountOf(value) }));
  expect(told).toEqual(
    quoted.map(({ page, setting }) => ({ page, setting, isSet: false, amount: amountOf(actual.get(setting) ?? 'no such setting') })),
  );
});
