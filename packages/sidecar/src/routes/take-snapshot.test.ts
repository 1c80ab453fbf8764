import type { SimulatedNode } from '@ringside/simulated-cluster';
import { createDualControl } from '@ringside/virtual-tables-control';
import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { type Sidecar, startSidecar } from '../sidecar.ts';
import { simulatedNodes, testSettings, wire } from '../testing/simulated-sidecar.ts';

let sidecar: Sidecar | undefined;
afterEach(async () => sidecar?.stop(0));

/** A sidecar that has nothing but the virtual tables of its node, which are not asked here. */
async function withoutManagement(): Promise<Sidecar> {
  const [{ cql }] = simulatedNodes() as [SimulatedNode];
  const reader = {
    rows: (): never => {
      throw new Error('No table is asked');
    },
  };
  const control = createDualControl({ reader, management: undefined, absentRemedy: 'Set cassandra.jolokiaUrl.' });
  return await startSidecar({
    settings: testSettings(),
    adapters: { control: () => control, cql: () => cql },
    logger: pino({ level: 'silent' }),
  });
}

it.each([
  ['/api/v1/cassandra/snapshots/nightly?keyspace=orders', 501, 'nodetool snapshot -t nightly -- orders'],
  [
    '/api/v1/cassandra/snapshots/nightly?keyspace=orders&table=events&ttl=90s',
    501,
    'nodetool snapshot -t nightly -cf events --ttl 90s -- orders',
  ],
  ['/api/v1/cassandra/snapshots/nightly', 501, 'nodetool snapshot -t nightly'],
  ['/api/v1/keyspaces/orders/tables/events/snapshots/nightly', 400, 'nodetool snapshot -t nightly -cf events -- orders'],
])(
  'PUT %s without a management interface is answered with %i, and says who else can take the snapshot',
  async (path, expected, command) => {
    sidecar = await withoutManagement();
    const { status, json } = await wire(sidecar, path, { method: 'PUT' });
    expect([status, json]).toEqual([
      expected,
      expect.objectContaining({
        error: 'NODE_CONTROL_ABSENT',
        message: 'Taking a snapshot needs the management interface, and none is configured',
        remedy: `Set cassandra.jolokiaUrl. Or take it on the host of the node: ${command}`,
      }),
    ]);
  },
);
