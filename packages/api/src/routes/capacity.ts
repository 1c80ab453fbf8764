import { API, capacityAnswer, type CapacityGroup, NO_CASSANDRA, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, json, optional } from '@ringside/route-kit';
import { alone } from './flags.ts';

/** Capacity: `GET /api/v1/cassandra/capacity`. */
export const capacity = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'capacity',
  path: `${API}/cassandra/capacity`,
  query: { alone: optional(alone) },
  answer: json(capacityAnswer),
  statuses: NO_CASSANDRA,
  permission: 'DISK_INFO:READ',
});

const EXAMPLE_GROUP: CapacityGroup = {
  datacenter: 'dc1',
  rack: null,
  nodes: 1,
  measuredNodes: 1,
  loadBytes: 90_614,
  totalBytes: 107_374_182_400,
  availableBytes: 53_687_091_200,
  owns: 1,
  daysUntilFull: null,
};

export const aboutCapacity = describeRoute(capacity, {
  summary: 'Capacity',
  doc: 'Load, tokens and disks of each node, each rack and each datacenter, and in how many days a disk will be full. Each node’s own sidecar measures its disks; the one that is asked asks the others.',
  example: {
    answer: {
      nodes: [
        {
          endpoint: '127.0.0.1:7000',
          datacenter: 'dc1',
          rack: 'rack1',
          isUp: true,
          loadBytes: 90_614,
          tokens: 1,
          owns: 1,
          disks: [
            {
              directories: ['/var/lib/cassandra/data'],
              totalBytes: 107_374_182_400,
              availableBytes: 53_687_091_200,
              growthBytesPerDay: null,
              observedMs: 60_000,
              daysUntilFull: null,
            },
          ],
          reason: 'the sidecar has watched its disks for 1 min: growth is known after 6 h',
        },
      ],
      racks: [{ ...EXAMPLE_GROUP, rack: 'rack1' }],
      datacenters: [EXAMPLE_GROUP],
    },
  },
});
