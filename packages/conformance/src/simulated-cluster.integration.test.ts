import { useCluster } from '@ringside/cluster/vitest';
import { systemClock, waitUntil } from '@ringside/core';
import { simulateCluster } from '@ringside/simulated-cluster';
import { describe, expect, test } from 'vitest';
import { playScenario, type ScenarioCluster } from './support/cluster-scenario.ts';
import { connect, executeAll } from './support/driver.ts';

const ROWS = 50;
/** Not shared: the scenario drains a node. */
const cluster = useCluster({ nodes: 3, shared: false });

function realCluster(): ScenarioCluster {
  const real = cluster();
  const node = (index: number): (typeof real.nodes)[number] => real.node(index);
  return {
    nodes: real.nodes.map(({ address, control }) => ({ address, control })),
    createTable: async (keyspace, table, replication) => {
      const session = await connect(node(0));
      const rows = Array.from({ length: ROWS }, (_, id) => `INSERT INTO ${keyspace}.${table} (id) VALUES (${id})`);
      const make = [`CREATE KEYSPACE ${keyspace} WITH replication = ${JSON.stringify(replication).replaceAll('"', "'")}`];
      await executeAll(session, [...make, `CREATE TABLE ${keyspace}.${table} (id int PRIMARY KEY)`, ...rows]);
      await session.close();
    },
    kill: async (index) => node(index).kill(),
    start: async (index) => node(index).start(),
    until: async (isSo) => {
      const { outcome } = await waitUntil(async () => ((await isSo()) ? true : undefined), {
        clock: systemClock,
        pollMs: 500,
        withinMs: 120_000,
      });
      expect(outcome).toBe('met');
    },
  };
}

function simulatedCluster(): ScenarioCluster {
  const simulated = simulateCluster({ datacenters: { dc1: { nodes: 3, racks: 1 } } });
  const node = (index: number): (typeof simulated.nodes)[number] => simulated.node(`node${index + 1}`);
  return {
    nodes: simulated.nodes.map(({ address, control }) => ({ address, control })),
    createTable: async (keyspace, table, replication) => {
      simulated.createKeyspace(keyspace, { replication, tables: [table] });
      simulated.write({ keyspace, table, rows: ROWS });
    },
    kill: async (index) => node(index).kill(),
    start: async (index) => node(index).start(),
    until: async (isSo) => {
      for (let second = 0; second < 120; second += 1) {
        if (await isSo()) return;
        await simulated.clock.advance(1_000);
      }
      expect.fail('what is waited for does not come about');
    },
  };
}

describe('a simulated cluster', () => {
  test('tells at each stage what a real one does, while a node dies and comes back, another leaves gossip and is drained', async () => {
    const real = await playScenario(realCluster());
    const simulated = await playScenario(simulatedCluster());
    expect(simulated).toEqual(real);
  }, 600_000);
});
