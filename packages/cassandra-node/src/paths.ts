import { join } from 'node:path';

/** Where everything of one node lies. */
export interface NodePaths {
  /** The node's own folder, named after it, inside the ring's; all other paths are inside it. */
  readonly root: string;
  /** Configuration, rendered anew before every start. */
  readonly conf: string;
  /** Cassandra's storage folder: data, commit log, hints, caches. */
  readonly storage: string;
  /** The folder of Cassandra's log files: `system.log`, those that were rotated, and what the JVM printed. */
  readonly logs: string;
  /** Java's folder for temporary files, emptied before every start: native libraries are unpacked there and stay after a kill. */
  readonly temporary: string;
  /** Cassandra's own log of the present run and of those before. */
  readonly systemLog: string;
  /** What the process wrote to standard output and error. */
  readonly consoleLog: string;
  /** Process id and start time of the running process. */
  readonly process: string;
  /** The management interface's secret of the last start alone, mode 0600. */
  readonly secret: string;
  /** The control agent's options, secret included, mode 0600. */
  readonly agentOptions: string;
  /** XML that says which requests the control agent accepts; written again before every start. */
  readonly agentPolicy: string;
}

/**
 * The paths of one node.
 *
 * @param ringDirectory the ring's state folder
 * @param name the node's name, such as `node1`
 */
export function nodePaths(ringDirectory: string, name: string): NodePaths {
  const root = join(ringDirectory, name);
  const conf = join(root, 'conf');
  const logs = join(root, 'logs');
  return {
    root,
    conf,
    storage: join(root, 'storage'),
    logs,
    temporary: join(root, 'tmp'),
    systemLog: join(logs, 'system.log'),
    consoleLog: join(logs, 'console.log'),
    process: join(root, 'process.json'),
    secret: join(root, 'jolokia.secret'),
    agentOptions: join(root, 'jolokia.properties'),
    agentPolicy: join(root, 'jolokia-policy.xml'),
  };
}
