import type { JSX } from 'react';
import { formatBytes } from '@ringside/core';
import { hrefOf } from '../address/address.ts';
import type { DashboardClient } from '../live/client.ts';
import type { Source } from '../live/source.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Table } from '../parts/table.tsx';

type Capacity = Awaited<ReturnType<DashboardClient['capacity']>>;
type Disks = Capacity['nodes'][number]['disks'];
type Disk = NonNullable<Disks>[number];

const CAPACITY: Source<Capacity> = { needs: ['capacity'], isCostly: true, ask: (client, signal) => client.capacity({}, { signal }) };

/** How full the disks of all nodes are, and when they will be. */
export function CapacitySection(): JSX.Element {
  return (
    <section aria-labelledby="capacity-heading">
      <h2 id="capacity-heading">Capacity</h2>
      <Loaded source={CAPACITY} what="the disks of all nodes">
        {(capacity) => <CapacityOf capacity={capacity} />}
      </Loaded>
    </section>
  );
}

/** A row for each node: the disk of it that will be full first. */
export function CapacityOf({ capacity }: { readonly capacity: Capacity }): JSX.Element {
  return (
    <Table
      label="Table of capacity"
      rows={capacity.nodes}
      keyOf={({ endpoint }) => endpoint}
      empty="The sidecar knows of no node."
      columns={[
        { heading: 'Node', cell: ({ endpoint }) => <a href={hrefOf({ view: 'nodes', node: endpoint })}>{endpoint}</a> },
        { heading: 'Load', isNumber: true, cell: ({ loadBytes }) => (loadBytes === null ? '?' : formatBytes(loadBytes)) },
        { heading: 'Free', isNumber: true, cell: ({ disks }) => bytesOf(fullest(disks)?.availableBytes) },
        { heading: 'Of', isNumber: true, cell: ({ disks }) => bytesOf(fullest(disks)?.totalBytes) },
        { heading: 'Full in', isNumber: true, cell: ({ disks }) => daysText(fullest(disks)?.daysUntilFull) },
        { heading: 'Not known because', cell: ({ reason }) => reason ?? '' },
      ]}
    />
  );
}

function fullest(disks: Disks): Disk | undefined {
  const share = ({ availableBytes, totalBytes }: Disk): number => (totalBytes === 0 ? 1 : availableBytes / totalBytes);
  return disks?.toSorted((a, b) => share(a) - share(b))[0];
}

function bytesOf(bytes: number | undefined): string {
  return bytes === undefined ? '?' : formatBytes(bytes);
}

function daysText(days: number | null | undefined): string {
  return days === null || days === undefined ? '–' : `${Math.floor(days)} days`;
}
