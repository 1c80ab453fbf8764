import type { NodeConfiguration } from './cassandra-yaml.ts';
import type { CassandraProcess } from './processes.ts';

/** A Cassandra that runs on this machine, and what a sidecar beside it must know. */
export interface RunningNode extends Pick<CassandraProcess, 'identity' | 'uid' | 'gid'> {
  /** Where it answers CQL, such as `10.0.0.3:9042`: what people call it. */
  readonly name: string;
  /** Where this machine reaches it for CQL. */
  readonly address: string;
  /** What its `cassandra.yaml` says. */
  readonly configuration: NodeConfiguration;
  /** Absolute paths, in Cassandra's order. */
  readonly dataDirectories: readonly string[];
  /** The folder of its `cassandra.yaml`. */
  readonly conf: string;
  /** The file that the scripts took the JVM's options from; `undefined` where none of them was found. */
  readonly optionsFile: string | undefined;
  /** Names of other nodes of this machine that start with the same file. */
  readonly optionsFileOf: readonly string[];
  /** The Java feature release, from the `release` file of its Java; `undefined` where there is none. */
  readonly java: number | undefined;
  /** Why its JVM cannot be attached to; `undefined` where nothing says so. */
  readonly attachRefusal: string | undefined;
  /** The jar of the Jolokia agent that its JVM was started with, its own or that of an earlier setup. */
  readonly jolokia: string | undefined;
}
