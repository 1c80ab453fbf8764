import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_CASSANDRA_VERSION, findJava, getCassandra, javaFor } from '@ringside/cassandra-install';
import { openSession } from '@ringside/client';
import { useCluster } from '@ringside/cluster/vitest';
import { describe, expect, it } from 'vitest';
import { defaultsTable } from '../plugins/defaults/table.ts';
import { shownValue } from '../plugins/defaults/value.ts';
import { readDefaults } from '../scripts/defaults/read.ts';

const table = defaultsTable();

for (const version of Object.keys(table)) {
  const allowed = javaFor(version);
  const java = await findJava({ allowed, purpose: `Cassandra ${version}` }).catch(() => undefined);
  describe.skipIf(java === undefined)(`Cassandra ${version} (skipped where there is no Java ${allowed.join(' or ')})`, () => {
    it(
      'has in its class Config the defaults, and knows the former names, that the table of defaults says',
      { timeout: 120_000 },
      async () => {
        const { code, former } = await readDefaults(await getCassandra({ version }));
        expect(Object.keys(code).length).toBeGreaterThan(200);
        expect({ code, former }).toEqual({ code: table[version]?.code, former: table[version]?.former });
      },
    );
  });
}

const cluster = useCluster({ nodes: 1 });

/** Settings that a node works out when it starts, from its machine or from others, or does not show. */
const WORKED_OUT =
  /^(?:concurrent_validations|data_file_directories|disk_access_mode|paxos_repair_parallelism|repair_command_pool_size|.*_encryption_options\.\w+store)$/;

async function settings(): Promise<ReadonlyMap<string, string>> {
  const session = await openSession({ contactPoints: [cluster().node(0).address], port: cluster().nativePort });
  try {
    const { rows } = await session.execute('SELECT name, value FROM system_views.settings', []);
    return new Map(rows.map(({ name, value }) => [String(name), String(value)]));
  } finally {
    await session.close();
  }
}

it('a node whose cassandra.yaml does not set a setting has the default of the code', async () => {
  const yaml = await readFile(join(cluster().directory, 'node1', 'conf', 'cassandra.yaml'), 'utf8');
  const actual = await settings();
  const code = Object.entries(table[DEFAULT_CASSANDRA_VERSION]?.code ?? {}).flatMap(([key, value]) =>
    value === null ? [] : [[key, value] as const],
  );
  const compared = code.filter(([key]) => actual.has(key) && !new RegExp(`^${key}:`, 'm').test(yaml) && !WORKED_OUT.test(key));
  expect(compared.length).toBeGreaterThan(150);
  const shown = (settingOf: (key: string, value: string) => string | undefined) =>
    Object.fromEntries(compared.map(([key, value]) => [key, settingOf(key, value)]));
  expect(shown((key) => shownValue(key, actual.get(key) ?? null))).toEqual(shown((key, value) => shownValue(key, value)));
});
