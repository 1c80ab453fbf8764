import type { RouteId, Routes } from '@ringside/api';
import type { NodeRecords } from '@ringside/cluster-answers';
import type { ClusterWatch } from '@ringside/cluster-watch';
import type { Clock } from '@ringside/core';
import type { FqdnLookup } from '@ringside/host';
import type { HandlersOf } from '@ringside/route-server';
import type { SidecarSettings } from '../config/settings.ts';
import type { CassandraInstance } from '../instance/instance.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** What every route may use. */
export interface Services {
  readonly clock: Clock;
  readonly watch: ClusterWatch;
  readonly instances: readonly CassandraInstance[];
  readonly fqdn: FqdnLookup;
  readonly metrics: Metrics;
  /** What was seen of each instance so far. */
  readonly records: NodeRecords;
  /** Version of the sidecar. */
  readonly version: string;
  readonly allowableSkewMinutes: number;
  /** Consistency levels that the clients of keyspaces use; `LOCAL_QUORUM` for the others. */
  readonly levels: SidecarSettings['levels'];
  /** Scheme and port that peers' sidecars are expected to listen on: those of this one. */
  readonly listening: () => { readonly scheme: 'http' | 'https'; readonly port: number };
}

/** Handlers of some routes of a sidecar. */
export type Handlers<Id extends RouteId> = Pick<HandlersOf<Routes, CassandraInstance>, Id>;
