import { type JSX, useMemo } from 'react';
import { formatBytes } from '@ringside/core';
import { type ConsistencyLevel, keyspaceName, tableName } from '@ringside/model';
import { type Address, hrefOf } from '../address/address.ts';
import type { Go } from '../address/use-address.ts';
import type { DashboardClient } from '../live/client.ts';
import type { Keyspace, Observation } from '../live/observation.ts';
import type { Source } from '../live/source.ts';
import { OneNode } from '../nodes/one-node.tsx';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Table } from '../parts/table.tsx';
import { AvailabilityPanel, describeAvailability, describeReplication } from './availability-panel.tsx';
import { LevelField } from './level-field.tsx';

type Tables = Awaited<ReturnType<DashboardClient['tables']>>['tables'];
type TableStats = Awaited<ReturnType<DashboardClient['tableStats']>>;

/** What {@link KeyspacesView} shows and reports. */
export interface KeyspacesViewProps {
  readonly observation: Observation;
  readonly address: Address;
  readonly go: Go;
}

/** All keyspaces, or one of them with its tables, or one of those. */
export function KeyspacesView({ observation, address, go }: KeyspacesViewProps): JSX.Element {
  const { consistency, keyspaces } = observation.availability;
  const keyspace = keyspaces.find((each) => each.keyspace === address.keyspace);
  const level = <LevelField value={consistency as ConsistencyLevel} onChange={(chosen) => go({ ...address, consistency: chosen })} />;
  if (address.keyspace === undefined)
    return (
      <section aria-labelledby="keyspaces-heading">
        <div className="line">
          <h2 id="keyspaces-heading">Keyspaces</h2>
          {level}
        </div>
        <AvailabilityPanel keyspaces={keyspaces} consistency={address.consistency} />
      </section>
    );
  return (
    <>
      <p className="trail">
        <a href={hrefOf({ view: 'keyspaces', consistency: address.consistency })}>All keyspaces</a>
      </p>
      <section aria-labelledby="keyspace-heading">
        <div className="line">
          <h2 id="keyspace-heading">{address.keyspace}</h2>
          {level}
        </div>
        {keyspace === undefined ? (
          <p>There is no replicated keyspace of this name any more.</p>
        ) : (
          <KeyspaceFacts keyspace={keyspace} observation={observation} address={address} />
        )}
      </section>
      {keyspace === undefined ? null : <TablesOfKeyspace keyspace={keyspace} observation={observation} address={address} />}
    </>
  );
}

interface OneKeyspaceProps extends Omit<KeyspacesViewProps, 'go'> {
  readonly keyspace: Keyspace;
}

function KeyspaceFacts({ keyspace, observation, address }: OneKeyspaceProps): JSX.Element {
  const level = `At ${observation.availability.consistency}`;
  const onRing = hrefOf({ view: 'ring', keyspace: keyspace.keyspace, consistency: address.consistency });
  return (
    <>
      <Facts
        facts={[
          ['Replication', describeReplication(keyspace.replication)],
          [level, describeAvailability(keyspace)],
        ]}
      />
      <p>
        <a href={onRing}>See its ranges on the ring</a>
      </p>
    </>
  );
}

function TablesOfKeyspace({ keyspace: { keyspace }, observation, address }: OneKeyspaceProps): JSX.Element {
  const source = useMemo(() => tablesSource(keyspace), [keyspace]);
  return (
    <section aria-labelledby="tables-heading">
      <h2 id="tables-heading">Tables</h2>
      <OneNode nodes={observation.nodes} address={address} />
      <Loaded source={source} what="tables">
        {(tables) => <TablesOf tables={tables} />}
      </Loaded>
      {address.table === undefined ? null : <TableDetail keyspace={keyspace} table={address.table} />}
    </section>
  );
}

/** The tables of a keyspace on a node, the largest first. */
export function TablesOf({ tables }: { readonly tables: Tables }): JSX.Element {
  return (
    <Table
      label="Table of tables"
      rows={tables.toSorted((a, b) => b.diskSpaceUsedBytes - a.diskSpaceUsedBytes)}
      keyOf={({ table }) => table}
      empty="This keyspace has no table."
      columns={[
        { heading: 'Table', cell: ({ keyspace, table }) => <a href={hrefOf({ view: 'keyspaces', keyspace, table })}>{table}</a> },
        { heading: 'SSTables', isNumber: true, cell: ({ sstableCount }) => sstableCount },
        { heading: 'On disk', isNumber: true, cell: ({ diskSpaceUsedBytes }) => formatBytes(diskSpaceUsedBytes) },
        {
          heading: 'Waits for deletion',
          isNumber: true,
          cell: (each) => formatBytes(Math.max(0, each.totalDiskSpaceUsedBytes - each.diskSpaceUsedBytes)),
        },
      ]}
    />
  );
}

function TableDetail({ keyspace, table }: { readonly keyspace: string; readonly table: string }): JSX.Element {
  const source = useMemo(() => statsSource(keyspace, table), [keyspace, table]);
  return (
    <div aria-live="polite">
      <h3>
        {keyspace}.{table}
      </h3>
      <Loaded source={source} what={`${keyspace}.${table}`}>
        {(stats) => (
          <Facts
            facts={[
              ['SSTables', String(stats.sstableCount)],
              ['On disk', formatBytes(stats.diskSpaceUsedBytes)],
              ['Only in snapshots', formatBytes(stats.snapshotsSizeBytes)],
            ]}
          />
        )}
      </Loaded>
      <p>
        <a href={hrefOf({ view: 'ring', keyspace, table })}>Find a key of it on the ring</a>
      </p>
    </div>
  );
}

function tablesSource(keyspace: string): Source<Tables> {
  return {
    needs: ['tables'],
    isCostly: true,
    ask: async (client, signal) => (await client.tables({ keyspace: keyspaceName(keyspace) }, { signal })).tables,
  };
}

function statsSource(keyspace: string, table: string): Source<TableStats> {
  return {
    needs: ['tableStats'],
    isCostly: true,
    ask: async (client, signal) => client.tableStats({ keyspace: keyspaceName(keyspace), table: tableName(table) }, { signal }),
  };
}
