import { instanceConfig, sidecarConfig } from '@ringside/sidecar/config';
import type { ConfigSection } from './config.ts';

/** Every configuration table of the workspace. */
export const configSections: readonly ConfigSection[] = [
  {
    title: 'Sidecar',
    about: 'The keys of the JSON file that a sidecar is started with (`--config`).',
    source: 'packages/sidecar/src/config/table.ts',
    keys: sidecarConfig,
  },
  {
    title: 'A Cassandra instance of a sidecar',
    about: 'The keys of each entry of `cassandra_instances` in that file; a sidecar of a single node writes them as `cassandra.*` instead.',
    source: 'packages/sidecar/src/config/table.ts',
    keys: instanceConfig,
  },
];
