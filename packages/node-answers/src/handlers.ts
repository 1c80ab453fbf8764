import type { Routes } from '@ringside/api';
import type { HandlersOf } from '@ringside/route-server';
import { connectedClientsAnswer } from './clients.ts';
import { compactionStatsAnswer } from './compactions.ts';
import { requireKeyspace } from './names.ts';
import type { ObservedNode } from './node.ts';
import { nodeSettingsAnswer } from './settings.ts';
import { tablesOf, tableStatsOf } from './tables.ts';

/** The routes that this package answers. */
export type NodeRoute =
  | 'compactionStats'
  | 'connectedClients'
  | 'gossipHealth'
  | 'nodeSettings'
  | 'partitionSstables'
  | 'setGossip'
  | 'setNative'
  | 'tables'
  | 'tableStats';

const DONE = { body: { status: 'OK' } } as const;

/** The routes that look at one node, and those that take it out of gossip or away from its clients. */
export function nodeHandlers<Instance extends ObservedNode>(): Pick<HandlersOf<Routes, Instance>, NodeRoute> {
  return {
    compactionStats: async ({ instance: { reads } }) => {
      const [stats, totals] = await Promise.all([reads.compactionStats(), reads.compactionTotals()]);
      return { body: compactionStatsAnswer(stats, totals) };
    },
    connectedClients: async ({ instance, params: { summary = true } }) => ({
      body: connectedClientsAnswer(await instance.reads.connectedClients(), summary),
    }),
    tableStats: async ({ instance, params, signal }) => ({ body: await tableStatsOf(instance, params, signal) }),
    tables: async ({ instance, params: { keyspace }, signal }) => ({ body: await tablesOf(instance, keyspace, signal) }),
    partitionSstables: async ({ instance, params: { keyspace, table, key }, signal }) => {
      await requireKeyspace(instance, keyspace);
      return { body: { keyspace, table, sstables: await instance.control.sstablesOf({ keyspace, table, key }, { signal }) } };
    },
    gossipHealth: async ({ instance }) => ({ body: { status: (await instance.reads.status()).gossipActive ? 'OK' : 'NOT_OK' } }),
    nodeSettings: async ({ instance }) => ({ body: nodeSettingsAnswer(await instance.cql.settings()) }),
    setGossip: async ({ instance: { control }, body, signal }) => {
      await (isStart(body) ? control.startGossip({ signal }) : control.stopGossip({ signal }));
      return DONE;
    },
    setNative: async ({ instance: { control }, body, signal }) => {
      await (isStart(body) ? control.startNativeTransport({ signal }) : control.stopNativeTransport({ signal }));
      return DONE;
    },
  };
}

function isStart({ state }: { readonly state: string }): boolean {
  return state.toLowerCase() === 'start';
}
