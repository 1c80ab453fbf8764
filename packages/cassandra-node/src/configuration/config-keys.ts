import { lineOf } from '@ringside/cassandra-install';
import { KEYS as KEYS_4_0 } from './config-keys/cassandra-4.0.19.ts';
import { KEYS as KEYS_4_1 } from './config-keys/cassandra-4.1.10.ts';
import { KEYS as KEYS_5_0 } from './config-keys/cassandra-5.0.9.ts';
import { KEYS as KEYS_6_0 } from './config-keys/cassandra-6.0-alpha2.ts';

/** By line of Cassandra: every patch release of a line takes the keys of the one that was read. */
const KEYS_BY_LINE: Readonly<Record<string, string>> = { '4.0': KEYS_4_0, '4.1': KEYS_4_1, '5.0': KEYS_5_0, '6.0': KEYS_6_0 };

/**
 * The keys that cassandra.yaml may hold, old names included.
 *
 * @param version a Cassandra version such as `5.0.9`
 * @returns the keys, sorted; empty for a line that is not known, whose keys are then not checked
 */
export function configKeys(version: string): readonly string[] {
  return KEYS_BY_LINE[lineOf(version)]?.trim().split(/\s+/) ?? [];
}
