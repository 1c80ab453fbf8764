import { type JSX, useMemo } from 'react';
import { isOpsError } from '@ringside/core';
import type { ConsistencyLevel } from '@ringside/model';
import type { Address } from '../address/address.ts';
import type { Go } from '../address/use-address.ts';
import { LevelField } from '../keyspaces/level-field.tsx';
import type { Observation, Range } from '../live/observation.ts';
import { KeyField } from './key-field.tsx';
import { KeySstables } from './key-sstables.tsx';
import { NO_COLUMNS, type PartitionKey, rangeAt, readKey, TEXT_KEY } from './locate.ts';
import { RackList } from './rack-list.tsx';
import { RangeList } from './range-list.tsx';
import { RangeReplicas } from './range-replicas.tsx';
import { RingMap } from './ring-map.tsx';
import { ringNodes } from './ring-nodes.ts';
import { useTableChoice } from './use-table-choice.ts';

/** What {@link RingView} shows and reports. */
export interface RingViewProps {
  readonly observation: Observation;
  readonly address: Address;
  readonly go: Go;
}

/** The ring with its datacenters and racks. A key that is typed, or a range that is chosen, leads to its replicas. */
export function RingView({ observation, address, go }: RingViewProps): JSX.Element {
  const { keyspaces } = observation.availability;
  const keyspace = keyspaces.find((each) => each.keyspace === address.keyspace) ?? keyspaces[0];
  const choice = useTableChoice(keyspace?.keyspace, address.table);
  const columns = address.table === undefined ? TEXT_KEY : (choice.columns ?? NO_COLUMNS);
  const nodes = useMemo(() => ringNodes(observation), [observation]);
  const ranges = keyspace?.ranges ?? [];
  const found = readKey(columns, address.key ?? []);
  const key = isOpsError(found) ? undefined : found;
  const range = chosenRange(ranges, address, key);
  const show = (change: Partial<Address>, how: 'push' | 'replace' = 'push'): void =>
    go({ ...address, keyspace: keyspace?.keyspace, ...change }, how);
  const pickRange = (token: bigint): void => show({ key: undefined, range: rangeAt(ranges, token)?.end ?? String(token) });
  return (
    <>
      <section className="ring" aria-labelledby="ring-heading">
        <div className="line">
          <h2 id="ring-heading">Where is my data?</h2>
          <LevelField value={observation.availability.consistency as ConsistencyLevel} onChange={(consistency) => show({ consistency })} />
        </div>
        <KeyField
          keyspaces={keyspaces.map((each) => each.keyspace)}
          keyspace={keyspace?.keyspace}
          tables={choice.tables}
          table={address.table}
          columns={columns}
          values={address.key ?? []}
          found={found}
          onChange={show}
        />
        <RingMap nodes={nodes} marked={key?.token} range={range} onPickToken={pickRange} />
      </section>
      <div className="stack">
        {range === undefined ? null : (
          <RangeReplicas range={range} nodes={observation.nodes} level={observation.availability.consistency}>
            {key === undefined ? null : <KeySstables address={address} keyBytes={key.bytes} range={range} nodes={observation.nodes} />}
          </RangeReplicas>
        )}
        <RackList nodes={nodes} />
        <RangeList ranges={ranges} keyspace={keyspace?.keyspace} chosen={range} onChoose={(end) => show({ key: undefined, range: end })} />
      </div>
    </>
  );
}

/** The range of the key; without one the range that was chosen. One that is gone since, as tokens moved, is that which holds its end. */
function chosenRange(ranges: readonly Range[], { range }: Address, key: PartitionKey | undefined): Range | undefined {
  if (key !== undefined) return rangeAt(ranges, key.token);
  return range === undefined || BigInt.asIntN(64, BigInt(range)) !== BigInt(range) ? undefined : rangeAt(ranges, BigInt(range));
}
