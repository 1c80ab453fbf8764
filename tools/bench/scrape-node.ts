import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CassandraInstall } from '@ringside/cassandra-install';
import { jolokiaAgentProperties, jolokiaJvmProperties, jolokiaPolicy, newJolokiaSecret } from '@ringside/jolokia-control';
import { exportSome } from './exporter.peer.ts';
import { openStockNode, type StockNode } from './stock-node.peer.ts';

/** A stock node that both agents live in. */
export interface AgentsNode extends StockNode {
  readonly jolokiaUrl: string;
  readonly secret: string;
  readonly secretFile: string;
  /** Where the exporter answers. */
  readonly exporterUrl: string;
  /** Its configuration, which it reads again when it has changed. */
  readonly exporterConfig: string;
}

const JOLOKIA_PORT = 8778;
const EXPORTER_PORT = 9404;

/** What lives in a node besides Cassandra and the control agent. */
export interface AgentsNodeOptions {
  /** The exporter's archive; default: none of it. */
  readonly exporterJar?: string;
  /** Its heap. Default: that of the stock node. A table takes about one megabyte, whether anything is in it or not. */
  readonly heapMb?: number;
}

/** Starts one, with the properties and the policy that a node of Ringside's has. */
export async function openAgentsNode(
  install: CassandraInstall,
  { exporterJar, heapMb }: AgentsNodeOptions,
  signal: AbortSignal,
): Promise<AgentsNode> {
  const secret = newJolokiaSecret();
  let files = { secretFile: '', exporterConfig: '' };
  const node = await openStockNode(install, signal, async (address, directory) => {
    const [policyFile, properties] = [join(directory, 'policy.xml'), join(directory, 'jolokia.properties')];
    files = { secretFile: join(directory, 'jolokia.secret'), exporterConfig: join(directory, 'exporter.yaml') };
    await writeFile(policyFile, jolokiaPolicy());
    await writeFile(properties, jolokiaAgentProperties({ host: address, port: JOLOKIA_PORT, secret, policyFile }), { mode: 0o600 });
    await writeFile(files.secretFile, secret, { mode: 0o600 });
    await writeFile(files.exporterConfig, exportSome());
    return [
      ...Object.entries(jolokiaJvmProperties).map(([key, value]) => `-D${key}=${value}`),
      `-javaagent:${install.controlAgentJar}=config=${properties}`,
      ...(exporterJar === undefined ? [] : [`-javaagent:${exporterJar}=${address}:${EXPORTER_PORT}:${files.exporterConfig}`]),
      ...(heapMb === undefined ? [] : [`-Xmx${heapMb}M`]),
    ];
  });
  return {
    ...node,
    ...files,
    secret,
    jolokiaUrl: `http://${node.address}:${JOLOKIA_PORT}/jolokia/`,
    exporterUrl: `http://${node.address}:${EXPORTER_PORT}/metrics`,
  };
}
