import type { JSX } from 'react';
import { formatBytes } from '@ringside/core';
import type { DashboardClient } from '../live/client.ts';
import type { Source } from '../live/source.ts';
import { CommandLine } from '../shell/command-line.tsx';
import { groupBy } from '../parts/group-by.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Table } from '../parts/table.tsx';

type Snapshots = Awaited<ReturnType<DashboardClient['snapshots']>>['snapshots'];

const SNAPSHOTS: Source<Snapshots> = {
  needs: ['snapshots'],
  ask: async (client, signal) => (await client.snapshots({}, { signal })).snapshots,
};

/** Snapshots that a node keeps, and how to take one. */
export function SnapshotsView({ sidecar }: { readonly sidecar: string }): JSX.Element {
  return (
    <section aria-labelledby="snapshots-heading">
      <h2 id="snapshots-heading">Snapshots</h2>
      <Loaded source={SNAPSHOTS} what="snapshots">
        {(snapshots) => <SnapshotsOf snapshots={snapshots} />}
      </Loaded>
      <h3>Take one</h3>
      <p className="quiet">The page only looks. In a terminal this takes a snapshot of the node, which Cassandra deletes after two days:</p>
      <CommandLine command={`ringside snapshot create before-the-change --ttl 2d --sidecar ${sidecar}`} />
    </section>
  );
}

/** Each snapshot once, over all its tables. */
export function SnapshotsOf({ snapshots }: { readonly snapshots: Snapshots }): JSX.Element {
  const byTag = groupBy(snapshots, ({ tag }) => tag);
  const sum = (of: Snapshots, size: 'sizeBytes' | 'trueSizeBytes'): string =>
    formatBytes(of.reduce((total, each) => total + each[size], 0));
  return (
    <Table
      label="Table of snapshots"
      rows={[...byTag.entries()]}
      keyOf={([tag]) => tag}
      empty="This node keeps no snapshot."
      columns={[
        { heading: 'Tag', cell: ([tag]) => tag },
        { heading: 'Tables', isNumber: true, cell: ([, of]) => of.length },
        { heading: 'Size', isNumber: true, cell: ([, of]) => sum(of, 'sizeBytes') },
        { heading: 'Of that only here', isNumber: true, cell: ([, of]) => sum(of, 'trueSizeBytes') },
        { heading: 'Taken', cell: ([, [first]]) => timeText(first?.createdAt, 'not known') },
        { heading: 'Expires', cell: ([, [first]]) => timeText(first?.expiresAt, 'never') },
      ]}
    />
  );
}

function timeText(time: string | null | undefined, otherwise: string): string {
  return time === null || time === undefined ? otherwise : new Date(time).toLocaleString();
}
