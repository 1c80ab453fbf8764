import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OpsError } from '@ringside/core';
import type { DatacenterCounts } from './datacenters.ts';

const MIB = 2 ** 20;

/** What `ringside up` must know of a ring before it opens it. */
export interface RingFacts {
  readonly nodes: number;
  readonly datacenters: DatacenterCounts;
  readonly heapBytes: number;
  readonly cassandraVersion: string;
  readonly portBase: number;
  /** The settings of `CONFIG_OVERRIDE_JSON` that it was made with. */
  readonly override: unknown;
}

/**
 * Reads the facts out of the ring's own state file.
 *
 * @throws OpsError `STATE_CORRUPT`
 */
export async function readRingFacts(directory: string): Promise<RingFacts> {
  const file = join(directory, 'ring.json');
  try {
    const state = JSON.parse(await readFile(file, 'utf8')) as {
      readonly cassandraVersion: string;
      readonly portBase: number;
      readonly settings: { readonly heapMb: number; readonly override?: unknown };
      readonly nodes: readonly { readonly datacenter: string }[];
    };
    return {
      nodes: state.nodes.length,
      datacenters: countBy(state.nodes.map(({ datacenter }) => datacenter)),
      heapBytes: state.settings.heapMb * MIB,
      cassandraVersion: state.cassandraVersion,
      portBase: state.portBase,
      override: state.settings.override ?? {},
    };
  } catch (cause) {
    throw new OpsError('STATE_CORRUPT', { message: `${file} is not a readable state file: ${(cause as Error).message}`, cause });
  }
}

function countBy(names: readonly string[]): DatacenterCounts {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
